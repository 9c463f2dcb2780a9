const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const unknown = '–';

const count = (number) => (number === undefined || number === null ? unknown : whole.format(number));

const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

function bytes(number) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let unit = 0;
  for (; number >= 1024 && unit < units.length - 1; unit++) number /= 1024;
  return `${unit === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[unit]}`;
}

/** Two units at most, as in "2 h 5 min". */
function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first < 0) return '0 s';
  const [name, length] = units[first];
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds % length) / next[1]) : 0;
  return `${Math.floor(seconds / length)} ${name}${rest ? ` ${rest} ${next[0]}` : ''}`;
}

/** In UTC, as all times of this page: 2026-03-01 12:00:00.5 */
function time(milliseconds) {
  if (milliseconds === undefined || milliseconds === null) return unknown;
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return `${JSON.stringify(milliseconds)} ms`; // anything may stand in a record
  return date.toISOString().replace('T', ' ').replace(/(\.000)?Z$/, '');
}

const clock = (milliseconds) => new Date(milliseconds).toISOString().slice(11, 19);

function rate(perSecond) {
  if (perSecond === undefined || perSecond === null) return unknown;
  if (perSecond > 0 && perSecond < 0.1) return `${(perSecond * 60).toFixed(1)}/min`;
  return perSecond > 0 && perSecond < 10 ? `${perSecond.toFixed(1)}/s` : `${count(perSecond)}/s`;
}

const nameOf = (topic, partition) => `${topic}-${partition}`;
