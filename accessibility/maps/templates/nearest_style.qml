<qgis version="3.22.0" styleCategories="Symbology">
<renderer-v2 type="RuleRenderer" symbollevels="0">
<rules key="root">
{% for rule in rules -%}
<rule key="rule{{ loop.index0 }}" label="{{ rule.label }}" filter="{{ rule.filter }}" symbol="{{ loop.index0 }}"/>
{% endfor -%}
</rules>
<symbols>
{% for rule in rules -%}
<symbol type="{{ kind }}" name="{{ loop.index0 }}" alpha="1">
{% if kind == "marker" -%}
<layer class="SimpleMarker" enabled="1" pass="0">
<Option type="Map">
<Option name="name" type="QString" value="{{ rule.shape }}"/>
<Option name="color" type="QString" value="{{ rule.fill | rgba }}"/>
<Option name="outline_color" type="QString" value="{{ rule.edge | rgba }}"/>
<Option name="outline_width" type="QString" value="0.2"/>
<Option name="size" type="QString" value="1.6"/>
</Option>
</layer>
{% else -%}
<layer class="SimpleLine" enabled="1" pass="0">
<Option type="Map">
<Option name="line_color" type="QString" value="{{ rule.edge | rgba }}"/>
<Option name="line_width" type="QString" value="0.2"/>
</Option>
</layer>
{% endif -%}
</symbol>
{% endfor -%}
</symbols>
</renderer-v2>
</qgis>
