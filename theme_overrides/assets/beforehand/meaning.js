// The search by meaning, in whole numbers: the same vectors, products and scores as engine.py, vectors.py and
// fusion.py in site_builder/meaning: change both or neither. Pure functions: who calls them loads the files.

export { WordPiece } from "./wordpiece.js";

export const FORMAT_VERSION = 3;
const ROWS_A_SHARD = 64;

const WIDTH = 384;
const LAYERS = 6;
const HEADS = 12;
const HEAD_WIDTH = WIDTH / HEADS;
const LENGTH = 2_048;
const FIXED = 4_096;
const TOP = 511;
const QUERY = 64;
const VALUE = 256;
const GELU_STEPS = 256;
const GELU_MOST = 1_024;
// Two weights are in one number: a sum of 768 products stays below 2 to the power of 26, since 511 x 127 x 768 does.
const HIGH = 2 ** 27;
const STEP = 768;

const CODE_BYTES = 192;
const LEVELS = [-127, -96, -75, -58, -44, -31, -18, -6, 6, 18, 31, 44, 58, 75, 96, 127];
const SHIFT = 2 ** 18;

const SCORE_ONE = 65_536;
const SHARE = 0.45;
const COARSE = 16;

const rounded = (x) => Math.floor(x + 0.5);

/** Return the numbers of the shards that hold the rows of some tokens. */
export const shardsOf = (tokens) => Array.from(new Set(tokens.map((id) => Math.floor(id / ROWS_A_SHARD))));

/** Return the rows in a shard, an ArrayBuffer: pairs of a token and its `{row, scale}`. */
export function rowsIn(shard, number) {
  const count = shard.byteLength / (WIDTH + 4);
  const scales = new Float32Array(shard, count * WIDTH, count);
  return Array.from(scales, (scale, at) => [number * ROWS_A_SHARD + at, { row: new Int8Array(shard, at * WIDTH, WIDTH), scale }]);
}

/** The model all-MiniLM-L6-v2. */
export class Model {
  /** Take the file of layers, inflated, an ArrayBuffer. */
  constructor(layers) {
    const size = new DataView(layers).getUint32(0, true);
    const described = JSON.parse(new TextDecoder().decode(new Uint8Array(layers, 4, size)));
    const kinds = { i1: Int8Array, f4: Float32Array, i4: Int32Array };
    this.arrays = {};
    this.pairs = {};
    for (const [name, [kind, at, shape]] of Object.entries(described)) {
      const count = shape.reduce((product, side) => product * side, 1);
      const array = new kinds[kind](layers, 4 + size + at, count);
      if (kind === "i1" && name !== "places") this.pairs[name] = paired(array, shape);
      else this.arrays[name] = array;
    }
  }

  /** Return the vector of a text as whole numbers, from its tokens and a Map of their rows. */
  vector(tokens, rows) {
    const count = tokens.length;
    const { places, kind, exp } = this.arrays;
    const x = new Float64Array(count * WIDTH);
    tokens.forEach((id, token) => {
      const { row, scale } = rows.get(id);
      const placed = this.arrays["places.scale"][token];
      for (let i = 0, at = token * WIDTH; i < WIDTH; i++, at++) {
        x[at] = rounded((row[i] * scale + places[at] * placed + kind[i]) * (FIXED * 8));
      }
    });
    this.norm(x, "norm");
    for (let layer = 0; layer < LAYERS; layer++) {
      const mixed = attention(this.times(divided(x), count, `${layer}.qkv`), count, exp);
      this.add(x, this.times(mixed, count, `${layer}.out`), `${layer}.norm1`);
      const up = this.times(divided(x), count, `${layer}.up`);
      bend(up, this.arrays.gelu);
      this.add(x, this.times(divided(up), count, `${layer}.down`), `${layer}.norm2`);
    }
    const total = new Float64Array(WIDTH);
    let squares = 0;
    for (let i = 0; i < WIDTH; i++) {
      let sum = 0;
      for (let at = i; at < x.length; at += WIDTH) sum += x[at];
      total[i] = rounded(sum / count);
      squares += total[i] * total[i];
    }
    const scale = LENGTH / Math.sqrt(squares);
    return total.map((number) => rounded(number * scale));
  }

  add(x, more, name) {
    for (let i = 0; i < x.length; i++) x[i] += rounded(more[i] * FIXED);
    this.norm(x, name);
  }

  /** Norm each row in place, to whole numbers. */
  norm(x, name) {
    const scale = this.arrays[`${name}.scale`];
    const add = this.arrays[`${name}.add`];
    for (let begin = 0; begin < x.length; begin += WIDTH) {
      let sum = 0;
      let squares = 0;
      for (let at = begin; at < begin + WIDTH; at++) {
        sum += x[at];
        squares += x[at] * x[at];
      }
      const mean = sum / WIDTH;
      const inverse = 1 / Math.sqrt(squares / WIDTH - mean * mean + 1e-12 * FIXED * FIXED);
      for (let i = 0, at = begin; i < WIDTH; i++, at++) x[at] = rounded(((x[at] - mean) * inverse * scale[i] + add[i]) * FIXED);
    }
  }

  /** Return the product of rows with a matrix, each row taken to ten bits. */
  times(x, count, name) {
    const { numbers, inputs } = this.pairs[name];
    const scale = this.arrays[`${name}.scale`];
    const add = this.arrays[`${name}.add`];
    const outputs = scale.length;
    // Four rows at a time; those beyond the last are empty.
    const all = count + (-count & 3);
    const whole = new Float64Array(all * inputs);
    const back = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      let most = 1e-9;
      for (let at = row * inputs; at < (row + 1) * inputs; at++) most = Math.max(most, Math.abs(x[at]));
      back[row] = most / TOP;
      const factor = TOP / most;
      for (let at = row * inputs; at < (row + 1) * inputs; at++) whole[at] = rounded(x[at] * factor);
    }
    const sums = new Float64Array(all * outputs);
    for (let pair = 0; pair < outputs / 2; pair++) {
      for (let row = 0; row < all; row += 4) four(whole, numbers, sums, { pair, row, inputs, outputs });
    }
    const out = sums.subarray(0, count * outputs);
    for (let row = 0, at = 0; row < count; row++) for (let j = 0; j < outputs; j++, at++) out[at] = out[at] * scale[j] * back[row] + add[j];
    return out;
  }
}

/** Return weights, those of two outputs in one number. */
function paired(weights, [outputs, inputs]) {
  const numbers = new Float64Array((outputs * inputs) / 2);
  for (let pair = 0, at = 0; pair < outputs / 2; pair++) {
    for (let i = 2 * pair * inputs; i < (2 * pair + 1) * inputs; i++, at++) numbers[at] = weights[i] + weights[i + inputs] * HIGH;
  }
  return { numbers, inputs };
}

/** Add the products of four rows and the weights of two outputs to their sums. */
function four(whole, numbers, sums, { pair, row, inputs, outputs }) {
  const begin = pair * inputs;
  let [a, b, c, d] = [row * inputs, (row + 1) * inputs, (row + 2) * inputs, (row + 3) * inputs];
  for (let done = 0; done < inputs; ) {
    const from = begin + done;
    done = Math.min(inputs, done + STEP);
    let [s, t, u, v] = [0, 0, 0, 0];
    for (let at = from; at < begin + done; at++) {
      const number = numbers[at];
      s += whole[a++] * number;
      t += whole[b++] * number;
      u += whole[c++] * number;
      v += whole[d++] * number;
    }
    let out = row * outputs + 2 * pair;
    for (const sum of [s, t, u, v]) {
      const high = rounded(sum / HIGH);
      sums[out] += sum - high * HIGH;
      sums[out + 1] += high;
      out += outputs;
    }
  }
}

/** Return what each token takes from the others. */
function attention(x, count, exp) {
  const width = 3 * WIDTH;
  const step = 64 / (QUERY * QUERY * Math.sqrt(HEAD_WIDTH));
  for (let at = 0; at < x.length; at++) x[at] = rounded(x[at] * (at % width < 2 * WIDTH ? QUERY : VALUE));
  const out = new Float64Array(count * WIDTH);
  const powers = new Float64Array(count);
  for (let head = 0; head < WIDTH; head += HEAD_WIDTH) {
    for (let token = 0; token < count; token++) {
      const query = token * width + head;
      let most = -Infinity;
      for (let other = 0; other < count; other++) {
        const key = other * width + WIDTH + head;
        let near = 0;
        for (let i = 0; i < HEAD_WIDTH; i++) near += x[query + i] * x[key + i];
        powers[other] = near;
        most = Math.max(most, near);
      }
      let sum = 0;
      for (let other = 0; other < count; other++) {
        powers[other] = exp[rounded((most - powers[other]) * step)] ?? 0;
        sum += powers[other];
      }
      for (let i = 0; i < HEAD_WIDTH; i++) {
        let taken = 0;
        for (let other = 0; other < count; other++) taken += powers[other] * x[other * width + 2 * WIDTH + head + i];
        out[token * WIDTH + head + i] = taken / (sum * VALUE);
      }
    }
  }
  return out;
}

/** Put GELU in the place of each number, by the table. */
function bend(x, gelu) {
  for (let at = 0; at < x.length; at++) {
    const step = rounded(x[at] * GELU_STEPS);
    if (step > GELU_MOST) x[at] = rounded(x[at] * FIXED);
    else x[at] = step < -GELU_MOST ? 0 : gelu[step + GELU_MOST];
  }
}

const divided = (x) => x.map((number) => number / FIXED);

/** The vectors of all lessons, in the order of ids. */
export class Vectors {
  /** Take the file of vectors, an ArrayBuffer. */
  constructor(buffer) {
    const count = buffer.byteLength / (CODE_BYTES + 2);
    this.codes = new Uint8Array(buffer, 0, count * CODE_BYTES);
    this.times = new Uint16Array(buffer, count * CODE_BYTES, count);
  }

  /** Return how near the meaning of each lesson is to that of a text, as whole numbers. */
  near(query) {
    const { codes, times } = this;
    const near = new Float64Array(times.length);
    let [sum, known] = [0, 0];
    for (let lesson = 0, at = 0; lesson < near.length; lesson++) {
      let product = 0;
      for (let i = 0; i < WIDTH; i += 2, at++) product += query[i] * LEVELS[codes[at] & 15] + query[i + 1] * LEVELS[codes[at] >> 4];
      near[lesson] = Math.floor((product * times[lesson]) / SHIFT);
      if (times[lesson]) {
        sum += near[lesson];
        known++;
      }
    }
    // A lesson without a vector is as near as the others are in the mean.
    const mean = Math.floor(sum / Math.max(known, 1));
    return near.map((number, lesson) => (times[lesson] ? number : mean));
  }
}

/** Return the score of every lesson, from a Map of the sums of its words' scores and how near each is. */
export function fused(words, near) {
  const scores = new Float64Array(near.length);
  for (const [lesson, score] of words) scores[lesson] = score;
  const byWords = deviation(scores.map((score) => Math.floor(score / COARSE))) * COARSE;
  const byMeaning = deviation(near);
  const factor = byWords > 0 && byMeaning > 0 ? Math.floor((SCORE_ONE * SHARE * byMeaning) / byWords + 0.5) : 1;
  return near.map((number, lesson) => number * SCORE_ONE + factor * scores[lesson]);
}

function deviation(numbers) {
  const count = Math.max(numbers.length, 1);
  let [sum, squares] = [0, 0];
  for (const number of numbers) sum += number;
  const mean = Math.floor(sum / count);
  for (const number of numbers) squares += (number - mean) * (number - mean);
  return Math.sqrt(squares / count);
}
