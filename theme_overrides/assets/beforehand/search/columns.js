// Facets and dates of all lessons, in columns. The rules are those of site_builder/search/postings.py: change both or neither.
import { unique } from "./words.js";

const DAY = 86_400_000;

/**
 * The columns of an index: `dates`, and `facets` by name,
 * {name, label, is_level, latest_first, fewest, values: [[value, label], …], rows: [[place, …], …]}.
 */
export class Columns {
  constructor(facets, { date, ...columns }) {
    this.dates = datesOf(date);
    const named = facets.map((facet) => {
      const column = columns[facet.name] ? facetOf(columns[facet.name]) : yearsOf(this.dates);
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
function facetOf({ values, counts, rows }) {
  const places = numbersOf(rows);
  if (counts === undefined) {
    const lists = [[], ...values.map((_value, place) => [place])];
    return { values, rows: places.map((number) => lists[number]) };
  }
  let done = 0;
  return { values, many: true, rows: numbersOf(counts).map((count) => places.slice(done, (done += count))) };
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
