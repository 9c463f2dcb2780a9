// All elements of the page are made here, of text alone: what comes from an archive is never parsed as markup.
const svgNames = 'http://www.w3.org/2000/svg';

function make(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const el = (tag, properties = {}, ...children) => make(document.createElement(tag), properties, children);

const svg = (tag, properties = {}, ...children) => make(document.createElementNS(svgNames, tag), properties, children);

const byId = (id) => document.getElementById(id);

/** Says something to those who hear the page. */
const announce = (text) => {
  if (byId('live').textContent !== text) byId('live').textContent = text;
};

/** Puts other children into an element and leaves the focus where it was, if what had it is still there. */
function renew(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.id : '';
  parent.replaceChildren(...children.flat().filter(Boolean));
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

/** Facts in a row, each a name and a value. */
const facts = (...pairs) =>
  el('dl', { class: 'facts' }, pairs.filter(Boolean).map(([name, value, note]) =>
    el('div', {}, el('dt', {}, name), el('dd', {}, value, note ? el('span', { class: 'note' }, note) : null))));

const scrollable = (label, table) => el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
