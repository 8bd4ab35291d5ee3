<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="cy" sourcelanguage="en">
<context>
    <name>AccessToServices</name>
    <message>
        <location filename="../../plugin.py"/>
        <source>Access to Services</source>
        <translation>Mynediad at Wasanaethau</translation>
    </message>
    <message>
        <location filename="../../plugin.py"/>
        <source>Show the panel: networks, isochrones on the map</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
