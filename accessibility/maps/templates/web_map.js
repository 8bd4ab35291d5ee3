// The map, and what lies under the pointer, the finger or the middle.

const STREET_OPACITY = 0.62;
const NEAR = 5;
const ROOM = { padding: { top: 28, right: 56, bottom: 56, left: 28 } };
const MOST_TOLD = 4;
const state = document.documentElement.dataset;
let map = null;

function byLook(layer, property, otherwise) {
  const values = layer.classes.map((look) => look[property] || otherwise);
  if (values.length === 1) return values[0];
  return ["match", ["get", "look"], ...values.flatMap((value, i) => [i, value]), otherwise];
}

/** Styles of a layer, each with the height at which it is drawn. */
function styles(layer) {
  const base = { source: layer.key, layout: { visibility: layer.visible ? "visible" : "none" } };
  if (layer.type === "area") {
    const fill = {
      ...base, id: `${layer.key}-fill`, type: "fill", height: 1,
      layout: { ...base.layout, "fill-sort-key": ["-", ["get", "look"]] },
      paint: { "fill-color": byLook(layer, "colour", "#cccccc"), "fill-antialias": false },
    };
    if (layer.kind === "band") return [fill]; // edges of one would be seen on another
    const edge = {
      ...base, id: `${layer.key}-edge`, type: "line", height: 2,
      paint: { "line-color": byLook(layer, "rim", "#ffffff"), "line-width": 0.7, "line-opacity": 0.8 },
    };
    return [fill, edge];
  }
  if (layer.type === "point") {
    return [
      {
        ...base, id: `${layer.key}-dot`, type: "circle", height: 5,
        paint: {
          "circle-color": byLook(layer, "colour", "#333333"),
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 3, 14, 6.5],
          "circle-stroke-color": byLook(layer, "rim", "#ffffff"),
          "circle-stroke-width": 1.5,
        },
      },
    ];
  }
  const casing = {
    ...base, id: `${layer.key}-casing`, type: "line", height: 4,
    layout: { ...base.layout, "line-join": "round", "line-cap": "round" },
    paint: { "line-color": "#ffffff", "line-width": 6, "line-opacity": 0.85 },
  };
  const lines = layer.classes.map(({ colour, width, dashes }, look) => ({
    ...base, id: `${layer.key}-line${look}`, type: "line", height: 4,
    filter: ["==", ["get", "look"], look],
    layout: { ...base.layout, "line-join": "round", "line-cap": dashes.length && dashes[0] >= 0.5 ? "butt" : "round" },
    paint: {
      "line-color": colour, "line-width": width,
      ...(dashes.length ? { "line-dasharray": dashes } : {}),
    },
  }));
  return [casing, ...lines];
}

/** Streets lie over areas and under everything else, so that places are found on every colour. */
function streetStyles() {
  return page.streets.map(({ width, from_zoom }, number) => ({
    id: `streets${number}`, type: "line", source: `streets${number}`, height: 3, minzoom: from_zoom,
    layout: { "line-join": "round", "line-cap": "round" },
    paint: {
      "line-color": "#7b7b7b",
      "line-opacity": STREET_OPACITY,
      "line-width": ["interpolate", ["exponential", 1.4], ["zoom"], 9, width * 0.45, 13, width * 0.9, 17, width * 4],
    },
  }));
}

function wholeStyle() {
  const sources = {};
  for (const layer of layers) {
    sources[layer.key] = { type: "geojson", data: layer.collection(), maxzoom: 16, tolerance: 0.2 };
  }
  page.streets.forEach(({ lines }, number) => {
    sources[`streets${number}`] = { type: "geojson", data: GEOMETRY.line(lines), maxzoom: 15 };
  });
  sources.marked = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
  const mark = (id, filter, colour, width) => ({
    id, type: "line", source: "marked", height: 6, filter,
    paint: { "line-color": colour, "line-width": width },
  });
  const area = ["==", ["geometry-type"], "Polygon"];
  const drawn = [
    ...layers.flatMap(styles),
    ...streetStyles(),
    mark("marked-rim", area, "#ffffff", 4),
    mark("marked", area, "#1d2329", 2),
  ].sort((a, b) => a.height - b.height);
  const ground = { id: "ground", type: "background", paint: { "background-color": "#fbfbfa" } };
  const stack = drawn.map(({ height, ...style }) => style);
  return { version: 8, sources, layers: [ground, ...stack] };
}

function stylesOf(prefix) {
  return map.getStyle().layers.map(({ id }) => id).filter((id) => id.startsWith(prefix));
}

function setVisible(prefix, on) {
  state.map = "drawing";
  for (const id of stylesOf(prefix)) map.setLayoutProperty(id, "visibility", on ? "visible" : "none");
}

function showLayer(layer) {
  if (map) setVisible(`${layer.key}-`, layer.visible);
}

function showBackground(on) {
  if (!map) return;
  setVisible("streets", on);
  for (const { label } of stations) label.classList.toggle("gone", !on);
}

function redraw(changed) {
  if (!map) return;
  state.map = "drawing";
  for (const layer of changed) map.getSource(layer.key).setData(layer.collection());
}

function busy() {
  return map !== null && state.map !== "idle";
}

// What lies at a point

function found(point) {
  const hits = [];
  const box = [[point.x - NEAR, point.y - NEAR], [point.x + NEAR, point.y + NEAR]];
  for (const layer of [...layers].reverse()) {
    if (!layer.visible) continue;
    const ids = stylesOf(`${layer.key}-`).filter((id) => !/-(edge|casing)$/.test(id));
    const where = layer.type === "area" ? point : box;
    const drawn = map.queryRenderedFeatures(where, { layers: ids });
    let numbers = [...new Set(drawn.map(({ properties }) => properties.number))];
    if (layer.type === "area") {
      // The library finds areas in their holes, too.
      const place = map.unproject(point);
      numbers = numbers.filter((number) => holds(layer.geojson(number).geometry, place));
      // Of areas that lie on each other the uppermost counts: that of the first class.
      numbers.sort((a, b) => layer.feature(a).look - layer.feature(b).look || a - b);
      numbers.length = Math.min(numbers.length, 1);
    }
    hits.push(...numbers.map((number) => ({ layer, number })));
  }
  const height = { point: 0, line: 1, area: 2 };
  return hits.sort((a, b) => height[a.layer.type] - height[b.layer.type]).slice(0, MOST_TOLD);
}

function told({ layer, number }) {
  const { look, name, details } = layer.feature(number);
  const part = element("div");
  if (name) part.append(element("strong", { text: name }));
  const words = element("span", { text: layer.classes[look].words });
  part.append(element("span", { class: "class" }, swatch(layer, look), words));
  const list = element("dl");
  details.forEach((text, i) => {
    if (text) list.append(element("dt", { text: layer.details[i] }), element("dd", { text }));
  });
  if (list.childElementCount) part.append(list);
  return part;
}

const pointer = { at: null, keys: false };

function inspect(point) {
  const card = document.getElementById("card");
  const hits = found(point);
  pointer.at = point;
  const areas = hits.filter(({ layer }) => layer.kind === "area");
  const features = areas.map(({ layer, number }) => layer.geojson(number));
  map.getSource("marked").setData({ type: "FeatureCollection", features });
  card.hidden = hits.length === 0;
  card.replaceChildren(...hits.map(told));
  const { clientWidth, clientHeight } = map.getContainer();
  const right = point.x + 16 + card.offsetWidth < clientWidth - 8;
  const left = right ? point.x + 16 : point.x - 16 - card.offsetWidth;
  const top = Math.min(point.y + 16, clientHeight - card.offsetHeight - 24);
  card.style.left = `${Math.max(left, 8)}px`;
  card.style.top = `${Math.max(top, 8)}px`;
  if (pointer.keys) {
    const words = [...card.querySelectorAll("strong, .class, dt, dd")].map((each) => each.textContent);
    document.getElementById("spoken").textContent = words.join(", ") || "Nothing here.";
  }
}

function forget() {
  pointer.at = null;
  document.getElementById("card").hidden = true;
  map.getSource("marked")?.setData({ type: "FeatureCollection", features: [] });
}

function inspectMiddle() {
  const { clientWidth, clientHeight } = map.getContainer();
  inspect(new maplibregl.Point(clientWidth / 2, clientHeight / 2));
}

function useKeys(on) {
  pointer.keys = on;
  document.getElementById("crosshair").hidden = !on;
}

function listen() {
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-describedby", "help");
  canvas.addEventListener("focus", () => {
    if (!canvas.matches(":focus-visible")) return;
    useKeys(true);
    inspectMiddle();
  });
  canvas.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") forget();
    else if (key !== "Tab" && key !== "Shift" && !pointer.keys) useKeys(true);
  });
  canvas.addEventListener("blur", () => {
    if (pointer.keys) forget();
    useKeys(false);
  });
  let waiting = 0;
  map.on("mousemove", ({ point }) => {
    if (pointer.keys) useKeys(false);
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => inspect(point));
  });
  map.on("click", ({ point }) => inspect(point));
  map.on("mouseout", () => {
    cancelAnimationFrame(waiting);
    if (!pointer.keys) forget();
  });
  map.on("movestart", () => {
    if (!pointer.keys) forget();
  });
  map.on("moveend", () => {
    if (pointer.keys) inspectMiddle();
  });
  map.on("idle", () => {
    const changed = state.map === "drawing";
    state.map = "idle";
    if (changed && pointer.at) inspect(pointer.at); // it tells what is drawn now
  });
}

// Stations: names as elements, since there is no font in the page that the map could draw with

const stations = [];

function addStations() {
  for (const { name, lon, lat } of page.stations) {
    const label = element("div", { class: "station", text: name, "aria-hidden": "true" });
    const marker = new maplibregl.Marker({ element: label, anchor: "left", offset: [-3, 0] });
    marker.setLngLat([lon, lat]).addTo(map);
    stations.push({ label, marker });
  }
}

/** Hide names that would cover others. */
function thinStations() {
  const taken = [];
  for (const { label, marker } of stations) {
    const { x, y } = map.project(marker.getLngLat());
    const box = [x - 4, y - 10, x + label.offsetWidth + 4, y + 10];
    const covers = taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
    label.classList.toggle("crowded", covers);
    if (!covers) taken.push(box);
  }
}

class WholeMap {
  onAdd() {
    const mark = { fill: "none", stroke: "#333", "stroke-width": 1.6 };
    const corners = drawing("path", { ...mark, d: "M2 7V2h5M13 2h5v5M18 13v5h-5M7 18H2v-5" });
    const icon = drawing("svg", { viewBox: "0 0 20 20", width: 16, height: 16, "aria-hidden": "true" }, corners);
    const button = element("button", { type: "button", class: "whole", title: "Show the whole map", "aria-label": "Show the whole map" }, icon);
    button.addEventListener("click", () => map.fitBounds(page.bounds, { ...ROOM, bearing: 0 }));
    this.box = element("div", { class: "maplibregl-ctrl maplibregl-ctrl-group" }, button);
    return this.box;
  }

  onRemove() {
    this.box.remove();
  }
}

function openMap() {
  try {
    map = new maplibregl.Map({
      container: "map",
      style: wholeStyle(),
      bounds: page.bounds,
      fitBoundsOptions: ROOM,
      attributionControl: false,
      renderWorldCopies: false,
      maxZoom: 18,
      maxPitch: 0,
      pitchWithRotate: false,
      touchPitch: false,
      canvasContextAttributes: { antialias: true },
      locale: { "Map.Title": `Map: ${document.title}`, "NavigationControl.ResetBearing": "North up" },
    });
  } catch (fault) {
    map = null;
    state.map = "without";
    document.getElementById("without").hidden = false;
    console.info(`No map: ${fault.message}`);
    return;
  }
  map.addControl(new maplibregl.NavigationControl({ visualizePitch: false }), "top-right");
  map.addControl(new WholeMap(), "top-right");
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 110, unit: "metric" }), "bottom-left");
  map.setMinZoom(Math.max(0, map.getZoom() - 3));
  listen();
  map.once("load", () => {
    addStations();
    thinStations();
    map.on("zoom", thinStations);
    map.on("rotate", thinStations);
  });
}

layers.forEach(addLayer);
addBackground();
addMoments();
openMap();
