// Asks for the key where an answer says that one is wanted, and again where it was the wrong one.
let answered = null;

/** Returns once there is a key to try. */
function askForKey() {
  answered ??= new Promise((resolve) => showKeyDialog(Boolean(storedKey()), resolve)).finally(() => (answered = null));
  return answered;
}

function showKeyDialog(isWrong, resolve) {
  const dialog = byId('asking');
  const input = el('input', {
    id: 'key', type: 'password', required: true, autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': isWrong ? 'key-wrong key-note' : 'key-note', 'aria-invalid': isWrong ? 'true' : undefined,
  });
  const form = el('form', {
    onsubmit: (event) => {
      event.preventDefault();
      sessionStorage.setItem(keyName, input.value.trim());
      dialog.close();
      resolve();
    },
  },
  el('h2', { id: 'asking-title' }, 'The key of this archive'),
  isWrong ? el('p', { id: 'key-wrong', class: 'notice bad' }, 'That key is not the one: the archive refused it.') : null,
  el('label', { for: 'key' }, 'Key'), input,
  el('p', { id: 'key-note', class: 'quiet' },
    'A function key of the app, or the token that the local host was given or printed at its start. '
    + 'It is kept until this tab is closed, and sent as the header x-functions-key alone.'),
  el('p', { class: 'buttons' }, el('button', { class: 'main' }, 'Open')));
  sessionStorage.removeItem(keyName);
  dialog.replaceChildren(form);
  dialog.oncancel = (event) => event.preventDefault(); // nothing is shown without it
  if (!dialog.open) dialog.showModal();
  input.focus();
}

/** Does what needs a key; asks for one as often as it takes. */
async function withKey(act) {
  for (;;) {
    try {
      return await act();
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      await askForKey();
    }
  }
}
