// The legend, what can be switched and chosen, the moments, and the tables.

const MOST_ROWS = 1000;
const STEP_MS = 1000;

function element(tag, content = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(content)) {
    if (name === "text") made.textContent = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function drawing(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** What a class looks like on the map. */
function swatch(layer, look) {
  const { colour, rim, width, dashes } = layer.classes[look];
  const edge = rim || "#00000040";
  const shapes = {
    area: () => drawing("rect", { x: 1, y: 1, width: 18, height: 12, fill: colour, stroke: edge }),
    point: () => drawing("circle", { cx: 10, cy: 7, r: 5, fill: colour, stroke: edge, "stroke-width": 1.5 }),
    line: () =>
      drawing("line", {
        x1: 1, y1: 7, x2: 19, y2: 7, stroke: colour, "stroke-width": width,
        "stroke-dasharray": dashes.map((length) => length * width).join(" ") || "none",
        "stroke-linecap": dashes.length && dashes[0] < 0.5 ? "round" : "butt",
      }),
  };
  const size = { class: "swatch", width: 20, height: 14, viewBox: "0 0 20 14", "aria-hidden": "true" };
  return drawing("svg", size, shapes[layer.type]());
}

/** What stands behind a class in the legend: the size of its only area, or how many there are. */
function figure(layer, numbers) {
  if (layer.kind !== "band") return numbers.length.toLocaleString("en");
  return numbers.length === 1 ? (layer.feature(numbers[0]).details[0] ?? "") : "";
}

function tellFigures(layer) {
  const members = layer.classes.map(() => []);
  for (const number of layer.shown()) members[layer.feature(number).look].push(number);
  layer.figures.forEach((cell, look) => {
    cell.textContent = figure(layer, members[look]);
  });
}

function checkbox(name, checked, change) {
  const box = element("input", { type: "checkbox" });
  box.checked = checked;
  box.addEventListener("change", () => change(box.checked));
  return element("label", {}, box, element("span", { text: name }));
}

function chooser(layer, number) {
  const { label, values, together } = layer.choices[number];
  const select = element("select");
  if (together) select.append(element("option", { value: -1, text: `all ${values.length} together` }));
  values.forEach((text, value) => select.append(element("option", { value, text })));
  select.addEventListener("change", () => {
    layer.chosen[number] = Number(select.value);
    tellFigures(layer);
    redraw([layer]);
  });
  return element("label", { class: "choice" }, element("span", { text: label }), select);
}

function legend(layer) {
  const list = element("ul", { class: "key" });
  layer.figures = layer.classes.map((look, number) => {
    const cell = element("span", { class: "figure" });
    list.append(element("li", {}, swatch(layer, number), element("span", { text: look.words }), cell));
    return cell;
  });
  return list;
}

function addLayer(layer) {
  const group = element("fieldset", layer.visible ? {} : { class: "off" });
  const label = checkbox(layer.name, layer.visible, (on) => {
    layer.visible = on;
    group.classList.toggle("off", !on);
    showLayer(layer);
  });
  const opener = element("button", { type: "button", text: "Table", "aria-label": `${layer.name} as a table` });
  opener.addEventListener("click", () => openTable(layer));
  group.append(element("legend", {}, element("div", { class: "head" }, label, opener)));
  group.append(...layer.choices.map((_, number) => chooser(layer, number)), legend(layer));
  document.getElementById("layers").append(group);
  tellFigures(layer);
}

function addBackground() {
  if (!page.streets.length && !page.stations.length) return;
  const name = page.stations.length ? "Streets and stations" : "Streets";
  const label = checkbox(name, true, showBackground);
  const head = element("legend", {}, element("div", { class: "head" }, label));
  document.getElementById("layers").append(element("fieldset", {}, head));
}

function openTable(layer) {
  const dialog = document.getElementById("table");
  const numbers = layer.shown();
  const named = numbers.some((number) => layer.feature(number).name);
  const sorted = layer.classes.length > 1;
  const heads = [...(named ? ["Name"] : []), ...(sorted ? ["Class"] : []), ...layer.details];
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col", text })));
  const body = element("tbody");
  for (const number of numbers.slice(0, MOST_ROWS)) {
    const { look, name, details } = layer.feature(number);
    const cells = [...(sorted ? [layer.classes[look].words] : []), ...details];
    const row = element("tr", {}, ...cells.map((text) => element("td", { text })));
    if (named) row.prepend(element("th", { scope: "row", text: name }));
    body.append(row);
  }
  const close = element("button", { type: "button", text: "Close" });
  close.addEventListener("click", () => dialog.close());
  const moment = layer.series ? `, ${page.moments[now.moment]}` : "";
  const title = element("h2", { id: "table-title", text: `${layer.name}${moment}` });
  dialog.replaceChildren(
    element("div", { class: "head" }, title, close),
    element("table", {}, element("thead", {}, head), body),
  );
  if (numbers.length > MOST_ROWS) {
    const text = `These are the first ${MOST_ROWS.toLocaleString("en")} of ${numbers.length.toLocaleString("en")}.`;
    dialog.append(element("p", { text }));
  }
  dialog.showModal();
}

/** The slider of moments, and the button that lets them pass. */
function addMoments() {
  const slider = document.getElementById("moment");
  if (!slider) return;
  const play = document.getElementById("play");
  const said = document.getElementById("said");
  const series = layers.filter((layer) => layer.series);
  const last = page.moments.length - 1;
  let clock = 0;

  function tell() {
    said.textContent = page.moments[now.moment];
    slider.value = now.moment;
    slider.setAttribute("aria-valuetext", page.moments[now.moment]);
  }
  function go(moment) {
    now.moment = moment;
    tell();
    series.forEach(tellFigures);
    redraw(series);
  }
  function halt() {
    clearInterval(clock);
    clock = 0;
    play.classList.remove("on");
    play.lastElementChild.textContent = "Play";
    said.setAttribute("aria-live", "polite");
  }
  function start() {
    play.classList.add("on");
    play.lastElementChild.textContent = "Pause";
    said.setAttribute("aria-live", "off");
    if (now.moment === last) go(0);
    clock = setInterval(() => {
      if (busy()) return; // what was asked before is not drawn yet
      go(now.moment + 1);
      if (now.moment === last) halt();
    }, STEP_MS);
  }
  slider.max = last;
  slider.addEventListener("input", () => {
    if (clock) halt();
    go(Number(slider.value));
  });
  play.addEventListener("click", () => (clock ? halt() : start()));
  tell();
}
