// Facets and dates of all lessons, in columns. The rules are those of site_builder/search/columns.py: change both or neither.
import { compared, unique } from "./order.js";

const DAY = 86_400_000;

/**
 * The columns of an index: `dates`, and `facets` by name,
 * {name, label, is_level, latest_first, fewest, values: [[value, label], …], rows: [[place, …], …]}.
 */
export class Columns {
  constructor(facets, parts) {
    this.dates = parts.flatMap(({ date }) => datesOf(date));
    const named = facets.map((facet) => {
      const column = facet.name in parts[0] ? facetOf(parts.map((part) => part[facet.name])) : yearsOf(this.dates);
      return [facet.name, { ...facet, ...column }];
    });
    this.facets = Object.fromEntries(named);
  }

  /** Return how many of some lessons have each value, the most frequent first: Maps by facet. */
  counts(found) {
    const counted = {};
    for (const [name, { values, rows }] of Object.entries(this.facets)) {
      const counts = new Uint32Array(values.length);
      for (const row of found) for (const place of rows[row]) counts[place]++;
      const had = values.map(([value], place) => [value, counts[place]]).filter(([, count]) => count);
      counted[name] = new Map(had.sort((a, b) => b[1] - a[1]));
    }
    return counted;
  }

  /** Return tests of a lesson: that it has one of the values of each facet, at least some levels, and a date in between. */
  tests({ values, least = {}, after = "", before = "" }) {
    const tests = Object.entries(values).map(([name, some]) => {
      const column = this.facets[name];
      const isWanted = column.values.map(([value]) => some.includes(value));
      return (row) => column.rows[row].some((place) => isWanted[place]);
    });
    for (const [name, level] of Object.entries(least)) {
      const column = this.facets[name];
      tests.push((row) => column.rows[row].some((place) => Number(column.values[place][0]) >= level));
    }
    if (after) tests.push((row) => this.dates[row] >= after);
    if (before) tests.push((row) => this.dates[row] <= before);
    return tests;
  }
}

// The numbers of a column: a letter each, passing over surrogates.
function numbersOf(letters) {
  return Array.from(letters, (letter) => {
    const code = letter.codePointAt(0);
    return code - (code < 0xe000 ? 0x30 : 0x830);
  });
}

// A facet's lessons share their lists of places: there are few, of thousands of lessons.
function facetOf(parts) {
  const labels = new Map(parts.flatMap(({ values }) => values));
  const values = [...labels].sort(([a], [b]) => compared(a, b));
  const places = new Map(values.map(([value], place) => [value, place]));
  const lists = values.map((_value, place) => [place]);
  const rows = parts.flatMap((part) => {
    const itsPlaces = part.values.map(([value]) => places.get(value));
    const numbers = numbersOf(part.rows);
    if (part.counts === undefined) return numbers.map((number) => (number ? lists[itsPlaces[number - 1]] : []));
    let done = 0;
    return numbersOf(part.counts).map((count) => numbers.slice(done, (done += count)).map((number) => itsPlaces[number]));
  });
  return parts[0].counts === undefined ? { values, rows } : { values, many: true, rows };
}

function datesOf({ first, rows }) {
  const before = Date.parse(first) - DAY;
  const days = new Map([[0, ""]]);
  return numbersOf(rows).map((number) => {
    if (!days.has(number)) days.set(number, new Date(before + number * DAY).toISOString().slice(0, 10));
    return days.get(number);
  });
}

function yearsOf(dates) {
  const years = unique(dates.map((date) => date.slice(0, 4))).filter(Boolean).sort();
  const lists = new Map([["", []], ...years.map((year, place) => [year, [place]])]);
  return { values: years.map((year) => [year, year]), rows: dates.map((date) => lists.get(date.slice(0, 4))) };
}
