// Which view is shown, and when the status is asked for again.
const slowly = { partitions: 200, seconds: 300 };
const page = { now: undefined, view: undefined, timer: undefined, asking: undefined, isChosen: false, needsHelp: undefined };

/** From the fragment, which no server sees: nothing, or /TOPIC/PARTITION. */
function openView() {
  page.view?.end?.();
  const [, topic, partition] = /^#\/([^/]+)\/(\d+)$/.exec(location.hash) ?? [];
  const isPartition = topic !== undefined;
  const name = isPartition ? nameOf(decodeURIComponent(topic), partition) : 'Archive status';
  document.title = `${name} · KafkaStore`;
  page.view = isPartition
    ? partitionView(byId('content'), decodeURIComponent(topic), Number(partition), refresh) : listView(byId('content'), refresh);
  if (page.now) page.view(page.now);
}

/** Asks where everything stands; once at a time. */
function refresh() {
  page.asking ??= ask().finally(() => {
    page.asking = undefined;
    plan();
  });
  return page.asking;
}

async function ask() {
  byId('now').disabled = true;
  try {
    const status = await withKey(() => getJson('status'));
    byId('trouble').replaceChildren();
    show(rowsOf(status, page.now));
  } catch (problem) {
    byId('trouble').replaceChildren(el('p', { class: 'notice bad' },
      `${problem.message}${page.now ? ` What is shown is of ${clock(page.now.asked)} UTC.` : ''}`));
    if (!page.now) byId('content').replaceChildren(el('p', { class: 'empty' }, 'There is nothing to show yet. It is asked for again by itself.'));
  } finally {
    byId('now').disabled = false;
    byId('forget').hidden = !storedKey();
  }
}

function show(now) {
  const isFirst = page.now === undefined;
  page.now = now;
  if (isFirst && !page.isChosen && now.rows.length > slowly.partitions) byId('interval').value = String(slowly.seconds);
  byId('updated').textContent = `as of ${clock(now.asked)} UTC`;
  if (isFirst) openView();
  else page.view(now);
  const needsHelp = now.rows.filter((row) => row.needsHelp).length;
  if (needsHelp !== page.needsHelp) announce(needsHelp ? `${plural(needsHelp, 'partition needs', 'partitions need')} help` : 'No partition needs help');
  page.needsHelp = needsHelp;
}

/** The next time, unless that is paused; nobody is asked for a page that nobody sees. */
function plan() {
  clearTimeout(page.timer);
  const seconds = Number(byId('interval').value);
  if (seconds > 0 && !document.hidden) page.timer = setTimeout(refresh, seconds * 1000);
}

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // the fragment says what is shown
  byId('content').focus();
});
byId('now').addEventListener('click', refresh);
byId('refreshing').addEventListener('submit', (event) => event.preventDefault());
byId('interval').addEventListener('change', () => { page.isChosen = true; plan(); });
byId('forget').addEventListener('click', () => { sessionStorage.removeItem(keyName); location.reload(); });
document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(page.timer) : refresh()));
addEventListener('hashchange', () => {
  openView();
  byId('content').focus({ preventScroll: true });
  scrollTo(0, 0);
});
// A key that came with the address does not stay there.
if (location.search) history.replaceState(null, '', location.pathname + location.hash);
refresh();
