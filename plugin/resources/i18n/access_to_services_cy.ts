<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="cy" sourcelanguage="en">
<context>
    <name>AccessToServices</name>
    <message>
        <location filename="../../../plugin/plugin.py"/>
        <source>Access to Services</source>
        <translation>Mynediad at Wasanaethau</translation>
    </message>
    <message>
        <location filename="../../../plugin/plugin.py"/>
        <source>Show the panel: networks, isochrones on the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{n} minutes</source>
        <translation>{n} munud</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{n} hours</source>
        <translation>{n} awr</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>up to {duration}</source>
        <translation>hyd at {duration}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{low} to {high} minutes</source>
        <translation>{low} i {high} munud</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>more than {duration}</source>
        <translation>mwy na {duration}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>not reached within {duration}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>over {metres} m from a street</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>not reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>gained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>reached within {minutes} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>no value</source>
        <translation>dim gwerth</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>up to {high}</source>
        <translation>hyd at {high}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{low} to {high}</source>
        <translation>{low} i {high}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>more than {low}</source>
        <translation>mwy na {low}</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>travel time</source>
        <translation>amser teithio</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>railway station</source>
        <translation>gorsaf reilffordd</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>destination</source>
        <translation>cyrchfan</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>on foot</source>
        <translation>ar droed</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>by bicycle</source>
        <translation>ar feic</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>by car</source>
        <translation>mewn car</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>bus</source>
        <translation>bws</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>trolleybus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>tram</source>
        <translation>tram</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>cable tram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>underground</source>
        <translation>trên tanddaearol</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>train</source>
        <translation>trên</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>monorail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>ferry</source>
        <translation>fferi</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>cable car</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>funicular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>other vehicle</source>
        <translation>cerbyd arall</translation>
    </message>
</context>
</TS>
