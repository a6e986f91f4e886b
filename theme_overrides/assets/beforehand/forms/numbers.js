// Check digits of the numbers that states give to persons, by the names of the modules of stdnum.
const sum = (digits, weight) => [...digits].reduce((total, digit, place) => total + weight(place) * Number(digit), 0);
const bare = (text, signs) => [...text].filter((sign) => !signs.includes(sign)).join("");
const DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
const PPS = "WABCDEFGHIJKLMNOPQRSTUV";
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const MONTHS = "ABCDEHLMPRST";
const UNUSED = new Set(["078-05-1120", "457-55-5462", "219-09-9999"]);

/** Whether a number is valid, by module. */
export const VALID = {
  "gb.nhs": (text) => {
    const number = bare(text, " -");
    return /^[0-9]{10}$/.test(number) && sum(number, (place) => 10 - place) % 11 === 0;
  },
  "au.tfn": (number) => /^[0-9]{8,9}$/.test(number) && sum(number, (place) => [1, 4, 3, 7, 5, 8, 6, 9, 10][place]) % 11 === 0,
  "ca.sin": (text) => {
    const number = bare(text, "- ");
    const doubled = (digit, place) => (place % 2 ? Math.floor((2 * digit) / 10) + ((2 * digit) % 10) : digit);
    return /^[1-79][0-9]{8}$/.test(number) && [...number].reduce((total, digit, place) => total + doubled(Number(digit), place), 0) % 10 === 0;
  },
  "de.idnr": (number) => {
    if (!/^[1-9][0-9]{10}$/.test(number)) return false;
    const counts = [...new Set(number.slice(0, 10))].map((digit) => number.slice(0, 10).split(digit).length - 1).filter((count) => count > 1);
    if (counts.length !== 1 || counts[0] > 3) return false;
    let check = 5;
    for (const digit of number.slice(0, 10)) check = ((((check || 10) * 2) % 11) + Number(digit)) % 10;
    return (((check || 10) * 2) % 11 + Number(number[10])) % 10 === 1;
  },
  "es.dni": (text) => isDni(bare(text, " -").toUpperCase()),
  "es.nie": (text) => {
    const number = bare(text, " -").toUpperCase();
    return "XYZ".includes(number[0]) && isDni(`${"XYZ".indexOf(number[0])}${number.slice(1)}`);
  },
  "fr.nir": (text) => {
    const number = text.toUpperCase();
    if (!/^[0-9]{5}(?:[0-9]{2}|2[AB])[0-9]{8}$/.test(number)) return false;
    const plain = number.replace(/^(.{5})2A/, "$119").replace(/^(.{5})2B/, "$118");
    return 97n - (BigInt(plain.slice(0, 13)) % 97n) === BigInt(number.slice(13));
  },
  "ie.pps": (text) => {
    const number = bare(text, " -").toUpperCase();
    if (!/^[0-9]{7}[A-W][ABHWTX]?$/.test(number)) return false;
    const last = /[ABH]/.test(number[8] ?? "") ? 9 * PPS.indexOf(number[8]) : 0;
    return number[7] === PPS[(sum(number.slice(0, 7), (place) => 8 - place) + last) % 23];
  },
  "it.codicefiscale": isCodiceFiscale,
  "nl.bsn": (text) => {
    const number = bare(text, " -.").padStart(9, "0");
    return /^[0-9]{9}$/.test(number) && Number(number) > 0 && (sum(number.slice(0, 8), (place) => 9 - place) - Number(number[8])) % 11 === 0;
  },
  "us.ssn": (number) => {
    const [area, group, serial] = number.split("-");
    return !["000", "666"].includes(area) && area[0] !== "9" && group !== "00" && serial !== "0000" && !UNUSED.has(number);
  },
};

function isDni(number) {
  return /^[0-9]{8}[A-Z]$/.test(number) && DNI[Number(number.slice(0, 8)) % 23] === number[8];
}

function isCodiceFiscale(text) {
  const number = text.toUpperCase();
  const value = (sign) => (/[0-9]/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65);
  const odd = (sign) => ODD[value(sign)];
  const code = [...number.slice(0, 15)].reduce((total, sign, place) => total + (place % 2 ? value(sign) : odd(sign)), 0);
  if (String.fromCharCode(65 + (code % 26)) !== number[15]) return false;
  const short = Number(number.slice(6, 8));
  const year = short + (short < 20 ? 2000 : 1900);
  const day = Number(number.slice(9, 11)) % 40;
  const date = new Date(Date.UTC(year, MONTHS.indexOf(number[8]), day));
  return day > 0 && date.getUTCDate() === day;
}
