// What the page holds, and which part of it is shown now.

const page = JSON.parse(document.getElementById("data").textContent);
const now = { moment: 0 };

/** Coordinates in degrees of a path that is stored as [x, y, dx, dy, …]. */
function path(packed, closed = false) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < packed.length; i += 2) {
    x += packed[i];
    y += packed[i + 1];
    points.push([x / page.per_degree, y / page.per_degree]);
  }
  if (closed) points.push(points[0]);
  return points;
}

const GEOMETRY = {
  area: (polygons) => ({
    type: "MultiPolygon",
    coordinates: polygons.map((rings) => rings.map((ring) => path(ring, true))),
  }),
  line: (paths) => ({ type: "MultiLineString", coordinates: paths.map((each) => path(each)) }),
  point: (points) => ({ type: "MultiPoint", coordinates: path(points) }),
};

/** Whether a place lies in an area and in none of its holes. */
function holds({ coordinates }, { lng, lat }) {
  let inside = false;
  for (const rings of coordinates) {
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i += 1) {
        const [x, y] = ring[i - 1];
        const [u, v] = ring[i];
        if (y > lat !== v > lat && lng < x + ((u - x) * (lat - y)) / (v - y)) inside = !inside;
      }
    }
  }
  return inside;
}

/** A layer of the page: its features, and what of them the reader chose. */
class Layer {
  constructor(stored, number) {
    Object.assign(this, stored);
    this.key = `layer${number}`;
    this.type = this.kind === "band" ? "area" : this.kind;
    this.chosen = this.choices.map((choice) => (choice.together ? -1 : 0));
    this.decoded = [];
  }

  feature(number) {
    const [shape, look, , , name, details] = this.features[number];
    return { number, shape, look, name, details };
  }

  /** Numbers of the features of this moment and choice. */
  shown() {
    const numbers = [];
    this.features.forEach(([, , moment, choices], number) => {
      const timely = moment < 0 || moment === now.moment;
      const wanted = this.chosen.every((value, i) => value < 0 || value === choices[i]);
      if (timely && wanted) numbers.push(number);
    });
    return numbers;
  }

  geojson(number) {
    const { shape, look } = this.feature(number);
    this.decoded[shape] ??= GEOMETRY[this.type](this.shapes[shape]);
    const properties = { number, look };
    return { type: "Feature", properties, geometry: this.decoded[shape] };
  }

  collection() {
    return { type: "FeatureCollection", features: this.shown().map((n) => this.geojson(n)) };
  }
}

const layers = page.layers.map((stored, number) => new Layer(stored, number));
