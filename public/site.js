/*
 * What the pages do a little better with script. Everything works without: the panel has a button,
 * forms are guarded by the server, texts can be selected, states are shown on the next visit.
 */
const said = document.documentElement.lang.startsWith('ar')
  ? { sending: 'جارٍ الإرسال…', copied: 'نُسخ', away: 'لا يُجيب الخادم الآن. ما كتبته باقٍ في مكانه.' }
  : {
      sending: 'Sending…',
      copied: 'Copied',
      away: 'No answer from the server just now. What you entered is still there.',
    };

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const formType = 'application/x-www-form-urlencoded;charset=UTF-8';

/* Price panel: the answer follows the questions. A slow answer to an earlier question never wins. */
for (const form of document.querySelectorAll('form[data-live]')) {
  const target = document.querySelector(form.dataset.live);
  const questions = () => new URLSearchParams(new FormData(form)).toString();
  let answered = questions();
  let latest = 0;
  let timer;
  form.classList.add('is-live');
  const ask = async () => {
    const body = questions();
    if (body === answered) return;
    const mine = ++latest;
    target.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(form.dataset.liveUrl ?? form.action, {
        method: 'POST',
        headers: { 'X-Fragment': '1', Accept: 'text/html', 'Content-Type': formType },
        body,
        signal: AbortSignal.timeout(10000),
      });
      const text = await response.text();
      if (mine !== latest) return;
      if (!response.ok && response.status !== 422) throw new Error(String(response.status));
      answered = body;
      form.classList.add('is-live');
      show(target, text);
    } catch {
      if (mine !== latest) return;
      form.classList.remove('is-live');
      tell(target, said.away);
    } finally {
      if (mine === latest) target.removeAttribute('aria-busy');
    }
  };
  const later = (event) => {
    clearTimeout(timer);
    timer = setTimeout(ask, event.type === 'input' ? 400 : 60);
  };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
}

/* Whoever had reached the answer by keyboard stays in it. */
function show(target, html) {
  const inside = target.contains(document.activeElement);
  const at = inside ? document.activeElement.id : '';
  target.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  enliven(target);
  const same = at === '' ? null : target.querySelector(`#${CSS.escape(at)}`);
  if (inside) (same ?? target.querySelector('button, a'))?.focus();
}

function tell(target, text) {
  target.querySelector('.live-notice')?.remove();
  const notice = document.createElement('p');
  notice.className = 'notice notice-warning live-notice';
  notice.textContent = text;
  target.prepend(notice);
}

/* Copy buttons come to life where the clipboard may be written, also those that an answer brings. */
function enliven(part) {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll('button[data-copy]')) {
    button.hidden = false;
    const label = button.textContent;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      button.textContent = said.copied;
      await wait(2000);
      button.textContent = label;
    });
  }
}
enliven(document);

/* A form goes out once. The button is given back when the visitor comes back to the page. */
const sent = new Map();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post' || form.target) return;
  if (sent.has(form)) return event.preventDefault();
  const button = event.submitter ?? form.querySelector('button:not([type="button"])');
  if (!button) return;
  sent.set(form, { button, label: button.innerHTML });
  // Disabled only after the browser has gathered the fields, so that the button's own value goes along.
  setTimeout(() => {
    button.setAttribute('aria-disabled', 'true');
    if (!button.classList.contains('button-quiet')) button.textContent = said.sending;
  });
});
addEventListener('pageshow', () => {
  for (const [form, { button, label }] of sent) {
    button.removeAttribute('aria-disabled');
    button.innerHTML = label;
    sent.delete(form);
  }
});

/* Pages that wait for something outside (a payment, an import) look again, less and less often. */
const refresh = async (part) => {
  let pause = Number(part.dataset.refresh) * 1000 || 3000;
  for (let round = 0; round < 40 && part.isConnected; round++) {
    await wait(pause);
    if (document.hidden) continue;
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(
      () => null,
    );
    if (response?.ok) {
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = page.getElementById(part.id);
      if (!fresh?.dataset.refresh) return location.reload();
      if (fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
    }
    pause = Math.min(pause * 1.3, 30000);
  }
};
for (const part of document.querySelectorAll('[id][data-refresh]')) void refresh(part);

/* The queue: j and k walk, Enter opens. Typing in a field stays typing. */
const table = document.querySelector('table[data-keys]');
if (table) {
  let at = -1;
  const rows = [...table.tBodies[0].rows];
  addEventListener('keydown', (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target.closest('input, select, textarea, button')
    )
      return;
    if (event.key !== 'j' && event.key !== 'k') return;
    at = Math.max(0, Math.min(rows.length - 1, at + (event.key === 'j' ? 1 : -1)));
    rows.forEach((row, index) => row.classList.toggle('row-at', index === at));
    rows[at]?.querySelector('a')?.focus();
  });
}
