// Every request goes through here. The key is kept for as long as the tab is open, goes into one header, and nowhere else.
const keyName = 'kafka-store-key';
const mostCharacters = 1 << 20;
const storedKey = () => sessionStorage.getItem(keyName) ?? '';

class ApiProblem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** A route below that of this page. */
const route = (path, query = {}) => {
  const url = new URL(path, document.baseURI);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
};

const partitionRoute = (topic, partition, what) =>
  `topics/${encodeURIComponent(topic)}/partitions/${partition}/${what}`;

async function send(url, options = {}) {
  const headers = new Headers(options.headers);
  if (storedKey()) headers.set('x-functions-key', storedKey());
  let response;
  try {
    response = await fetch(url, { ...options, headers, cache: 'no-store', referrerPolicy: 'no-referrer', redirect: 'error' });
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new ApiProblem(0, `${location.host} does not answer. Is the archiver running, and the network there?`);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  const fallback = `The answer was ${response.status} ${response.statusText}.`;
  if (!response.headers.get('content-type')?.includes('json')) return new ApiProblem(response.status, fallback);
  const problem = await response.json().catch(() => ({}));
  return new ApiProblem(response.status, typeof problem.detail === 'string' ? problem.detail : fallback);
}

const getJson = async (path, query, options) => (await send(route(path, query), options)).json();

/** Reads as many records as wanted, and no more characters than a page should have: a record may be larger than that. */
async function getRecords(path, query, mostRecords, options) {
  const response = await send(route(path, query), { ...options, headers: { accept: 'application/x-ndjson' } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let lines = 0; lines < mostRecords && text.length < mostCharacters;) {
    const { done, value } = await reader.read();
    if (done) return { records: parseLines(text), next: Number(response.headers.get('KafkaStore-Next-Offset')) };
    text += value;
    lines += value.split('\n').length - 1;
  }
  await reader.cancel();
  const records = parseLines(text.slice(0, text.lastIndexOf('\n') + 1)).slice(0, mostRecords);
  return { records, next: records.length ? records.at(-1).offset + 1 : undefined };
}

const parseLines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line, exact));

// A number that JavaScript would round stays as it was written, where the browser can do that.
const exact = (name, value, context) =>
  (typeof value === 'number' && !Number.isSafeInteger(value) && context?.source && JSON.rawJSON ? JSON.rawJSON(context.source) : value);
