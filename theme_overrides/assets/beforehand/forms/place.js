// Where a publication can be found: the field of a citation that an answer fills.
const DOI = /^(?:(?:urn:|info:)?doi(?:[:\s/]+|(?=10\.)))?(?:(?:https?:\/\/)?(?:www\.|dx\.)?doi\.org\/)?(10\.[0-9]{4,9}\/\S+)$/i;
const HOST = /^(?:www\.)?(?:[\p{L}\p{N}-]+\.)+[a-z]{2,24}(?::\d{1,5})?\//iu;

/** Return `{doi}` or `{url}`; nothing if an answer is neither. */
export function placeOf(answer) {
  const doi = DOI.exec(answer);
  if (doi) return { doi: doi[1] };
  const whole = /^https?:\/\//i.test(answer) ? answer : HOST.test(answer) ? `https://${answer}` : "";
  return whole && !/[\s<>"\\]/.test(whole) && URL.canParse(whole) ? { url: whole } : {};
}
