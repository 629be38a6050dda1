// Parts for pages whose answers take time. Each makes a page that works without it quicker or calmer, and shows nothing that the server has not said.
// They are shown with all their states at /parts.

/** To screen readers, politely; a change only. */
function say(words) {
  const region = document.getElementById('said');
  if (!region || !words) return;
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = words; });
}

/**
 * The page of an address, as the server makes it now. Fails when it is not a page, or another than was asked for. When the session is
 * over, what it was shown leaves the screen.
 */
async function load(url, headers = {}) {
  const answer = await fetch(url, { headers });
  if (answer.redirected && new URL(answer.url).pathname === '/sign-in') location.replace(answer.url);
  if (!answer.ok || answer.redirected) throw new Error('The server answered ' + answer.status + '.');
  return parse(await answer.text());
}

function parse(html) {
  return new DOMParser().parseFromString(html, 'text/html');
}

/** Puts the content of a page in the place of the one that is shown, as a navigation would. */
function show(page, url) {
  document.title = page.title;
  const main = document.querySelector('main');
  const nav = document.querySelector('header nav');
  const newNav = page.querySelector('header nav');
  main.replaceChildren(...page.querySelector('main').childNodes);
  if (nav && newNav) nav.replaceChildren(...newNav.childNodes);
  if (url !== location.href) history.pushState({ shown: true }, '', url);
  shown = location.pathname + location.search;
  scrollTo(0, 0);
  (main.querySelector('[autofocus]') ?? main).focus();
}
let shown = location.pathname + location.search;
window.addEventListener('popstate', () => {
  if (location.pathname + location.search !== shown) location.reload(); // and not for a place on the same page
});

/**
 * <wait-part><span class="skeleton">…</span><p>Words</p></wait-part>: shows nothing for 300 ms, since what is that quick needs no word;
 * then a skeleton; after two seconds words, which screen readers hear. begin() and end() start and stop it; an attribute
 * state="skeleton" or "words" shows how that looks.
 */
class WaitPart extends HTMLElement {
  #timers = [];

  begin() {
    this.end();
    this.#timers = [
      setTimeout(() => this.setAttribute('state', 'skeleton'), WaitPart.NOTHING_MILLIS),
      setTimeout(() => {
        this.setAttribute('state', 'words');
        say(this.querySelector('p')?.textContent);
      }, WaitPart.SKELETON_MILLIS),
    ];
  }

  end() {
    this.#timers.forEach(clearTimeout);
    this.removeAttribute('state');
  }

  disconnectedCallback() {
    this.#timers.forEach(clearTimeout);
  }

  static NOTHING_MILLIS = 300;
  static SKELETON_MILLIS = 2000;
}
customElements.define('wait-part', WaitPart);

/** Sends a form once, as its submit button would, and answers with the page that comes of it. */
async function send(form, submitter) {
  const answer = await fetch(form.getAttribute('action') || location.href, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form, submitter)),
    signal: AbortSignal.timeout(SEND_MILLIS_MAX),
  });
  if (answer.status >= 500) throw new Error('The server answered ' + answer.status + '.');
  if (!answer.headers.get('Content-Type')?.startsWith('text/html')) {
    location.reload(); // signed out, perhaps: the server says on a page of its own what is the matter
    return new Promise(() => {});
  }
  return { page: parse(await answer.text()), url: answer.url, ok: answer.ok };
}
const SEND_MILLIS_MAX = 30_000;

/**
 * <sent-once><form method="post">…</form><wait-part>…</wait-part><p class="error" hidden>Words</p></sent-once>: sends the form without leaving
 * the page until there is an answer, and only once. When none comes, it says so, and the same form can be sent again: its
 * hidden key makes the server do it once, however often it is sent.
 */
class SentOnce extends HTMLElement {
  #sent = false;

  connectedCallback() {
    this.addEventListener('submit', (event) => this.#submit(event));
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#sent) return;
    this.#begin(event.submitter);
    try {
      const { page, url } = await send(event.target, event.submitter);
      this.#end(event.submitter);
      show(page, url);
    } catch {
      this.#end(event.submitter);
      this.#away.hidden = false;
      this.#away.focus();
    }
  }

  #begin(button) {
    this.#sent = true;
    this.#away.hidden = true;
    button?.setAttribute('aria-disabled', 'true');
    this.querySelector('wait-part')?.begin();
  }

  #end(button) {
    this.#sent = false;
    button?.removeAttribute('aria-disabled');
    this.querySelector('wait-part')?.end();
  }

  get #away() {
    return this.querySelector('.away');
  }
}
customElements.define('sent-once', SentOnce);

/**
 * <optimistic-change id="…"><div class="now">…<form>…</form></div><template>…</template></optimistic-change>: shows at once what the form will
 * bring about, marked as not certain. What the server then says takes its place, with the way back in it, if there is one.
 * When the server refuses, all is as before, and its reason stands beside; when no answer comes, that is said, and nothing is claimed.
 */
class OptimisticChange extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener('submit', (event) => this.#submit(event));
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    const form = event.target;
    const data = new FormData(form, event.submitter); // before its fields leave the page
    const before = [...this.childNodes];
    const then = this.querySelector('template').content.cloneNode(true);
    this.setAttribute('state', 'changing');
    this.replaceChildren(then);
    try {
      const { page } = await send(OptimisticChange.#copy(form, data));
      const fresh = page.getElementById(this.id);
      if (!fresh) throw new Error('The answer is another page.');
      this.replaceChildren(...fresh.childNodes);
      this.removeAttribute('state');
      say(this.querySelector('.error:not(.away)')?.textContent ?? this.querySelector('.now')?.dataset.says);
    } catch {
      this.replaceChildren(...before);
      this.setAttribute('state', 'unknown');
      say(this.querySelector('.away')?.textContent);
    }
    this.#busy = false;
    (this.querySelector('.error:not(.away)') ?? this.querySelector('button'))?.focus();
  }

  static #copy(form, data) {
    const copy = document.createElement('form');
    copy.setAttribute('action', form.getAttribute('action'));
    for (const [name, value] of data) copy.append(Object.assign(document.createElement('input'), { name, value }));
    return copy;
  }
}
customElements.define('optimistic-change', OptimisticChange);

/**
 * <data-age millis="3000">3 seconds</data-age>: how old something is, and goes on being so. It counts from what the server says, since
 * the clock of this machine may be wrong.
 */
class DataAge extends HTMLElement {
  #timer;
  #start;

  connectedCallback() {
    this.#start = Date.now() - Number(this.getAttribute('millis'));
    this.#timer = setInterval(() => {
      const seconds = Math.max(0, Math.round((Date.now() - this.#start) / 1000));
      const [value, unit] = seconds < 120 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
      this.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
    }, 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
}
customElements.define('data-age', DataAge);

/**
 * <live-part id="…" stream="/v1/…/stream" says="…">: a part of a page that is made again whenever the stream tells of something, and
 * says so to screen readers. <live-part id="…" every="3000"> is made again after so many milliseconds, while the page is looked at.
 * What is in the page anew may have other attributes: without stream and every it rests. An element with the attribute data-stale
 * in it means that the server did not have the latest, and is asked again. A part with the focus in it is left alone until the focus is
 * gone, and on a page that nobody looks at until somebody does.
 */
class LivePart extends HTMLElement {
  #source;
  #again;
  #timer;
  #position = 0;
  #shown = 0;

  connectedCallback() {
    if (this.hasAttribute('stream')) {
      this.#listen();
      this.addEventListener('focusout', this.#catchUp);
    }
    document.addEventListener('visibilitychange', this.#catchUp);
    this.#goOn();
  }

  #listen() {
    this.#source = new EventSource(this.getAttribute('stream'));
    this.#source.onmessage = (event) => {
      this.#position = Math.max(this.#position, Number(event.lastEventId));
      this.#soon(Number(this.getAttribute('pause') ?? LivePart.PAUSE_MILLIS));
    };
    this.#source.onerror = () => {
      if (this.#source.readyState !== EventSource.CLOSED) return; // it comes back by itself
      this.#soon(0); // nobody is signed in any more, or it was refused for another reason, and then not for ever
      this.#again = setTimeout(() => this.#listen(), LivePart.RETRY_MILLIS * (1 + Math.random()));
    };
  }

  /** What was let pass by is shown now. */
  #catchUp = () => {
    if (this.#position > this.#shown) this.#soon(0);
  };

  disconnectedCallback() {
    this.#source?.close();
    clearTimeout(this.#again);
    document.removeEventListener('visibilitychange', this.#catchUp);
    clearTimeout(this.#timer);
  }

  /** What is not finished is looked at again. */
  #goOn() {
    if (this.hasAttribute('every')) this.#soon(Number(this.getAttribute('every')));
    else if (this.querySelector('[data-stale]')) this.#soon(LivePart.STALE_MILLIS);
  }

  #soon(millis) {
    this.#timer ??= setTimeout(() => this.#refresh(), millis);
  }

  async #refresh() {
    this.#timer = undefined;
    const position = this.#position;
    if (!document.hidden && !this.#isBusy) {
      try {
        const headers = position > 0 ? { 'Daybook-Consistency': 'at-least=' + position } : {};
        const fresh = (await load(location.href, headers)).getElementById(this.id);
        if (fresh && !this.#isBusy && this.isConnected) {
          this.#show(fresh);
          this.#shown = position;
        }
      } catch {
        this.#soon(LivePart.RETRY_MILLIS);
      }
    }
    if (this.isConnected) this.#goOn();
  }

  get #isBusy() {
    return this.contains(document.activeElement);
  }

  /** What was unfolded stays so. */
  #show(fresh) {
    const folds = [...this.querySelectorAll('details')].map((details) => details.open);
    const said = this.getAttribute('says');
    for (const name of ['every', 'says']) {
      const value = fresh.getAttribute(name);
      if (value === null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    }
    this.replaceChildren(...fresh.childNodes);
    [...this.querySelectorAll('details')].forEach((details, i) => { details.open = folds[i] ?? false; });
    const says = this.getAttribute('says');
    const changed = this.hasAttribute('stream') ? !this.querySelector('[data-stale]') : says !== said;
    if (changed) say(says);
  }

  static PAUSE_MILLIS = 150;
  static STALE_MILLIS = 1000;
  static RETRY_MILLIS = 2000;
}
customElements.define('live-part', LivePart);

/** <local-time><time datetime="…">… UTC</time></local-time>: a moment where whoever looks is; the server's words stay as its title. */
class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector('time');
    time.title = time.textContent;
    time.textContent = LocalTime.FORMAT.format(new Date(time.dateTime));
  }

  static FORMAT = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' });
}
customElements.define('local-time', LocalTime);

/** <time-axes>: the fields of a form that name moments get sliders, and what they lead to is shown at once. */
class TimeAxes extends HTMLElement {
  #timer;
  #asked;

  connectedCallback() {
    const form = this.querySelector('form');
    for (const range of form.querySelectorAll('input[type="range"]')) {
      const field = form.elements[range.dataset.for];
      range.hidden = false;
      range.addEventListener('input', () => {
        field.value = TimeAxes.text(field.type, Number(range.value));
        this.#soon(form);
      });
      field.addEventListener('change', () => {
        range.value = TimeAxes.number(field.type, field.value);
        this.#soon(form);
      });
    }
  }

  #soon(form) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const url = form.action + '?' + new URLSearchParams([...new FormData(form)]);
      this.#asked = url;
      const part = (await load(url).catch(() => null))?.getElementById('then');
      if (this.#asked !== url) return; // another moment was asked for since
      if (part) document.getElementById('then').replaceChildren(...part.childNodes);
      else form.requestSubmit(); // another moment than the fields say must not stay: the page says what is wrong
    }, 120);
  }

  static text(type, number) {
    return type === 'date'
      ? new Date(number * 86_400_000).toISOString().slice(0, 10)
      : new Date(number * 1000).toISOString().slice(0, 19);
  }

  static number(type, text) {
    return type === 'date' ? Date.parse(text) / 86_400_000 : Date.parse(text + 'Z') / 1000;
  }
}
customElements.define('time-axes', TimeAxes);

/** Any other form that is on its way is not sent twice. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
  document.querySelector('wait-part.page')?.begin();
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (!link || link.target || link.hasAttribute('download') || event.ctrlKey || event.metaKey || event.shiftKey || link.origin !== location.origin || link.hash) return;
  document.querySelector('wait-part.page')?.begin();
});
window.addEventListener('pageshow', (event) => {
  document.querySelector('wait-part.page')?.end();
  if (event.persisted) location.reload(); // a page out of the browser's memory shows what was
});
