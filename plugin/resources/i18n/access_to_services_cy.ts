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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{n} hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>up to {duration}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{low} to {high} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>more than {duration}</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>up to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>more than {low}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>travel time</source>
        <translation>amser teithio</translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>railway station</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>by bicycle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>by car</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>trolleybus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>tram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>cable tram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>underground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>monorail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../../../accessibility/maps/style.json"/>
        <source>ferry</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
