// Every page works without this. What is here shows sooner what has happened, and never anything that the server has not said.

/** A form that is on its way is not sent twice. */
for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (sent) event.preventDefault();
    sent = true;
    form.querySelector('button:not([name])')?.setAttribute('aria-disabled', 'true');
  });
}
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload(); // a page out of the browser's memory shows what was
});

/** The same page again, as the server makes it now. */
async function load(url, headers = {}) {
  const answer = await fetch(url, { headers });
  if (!answer.ok || answer.redirected) throw new Error('The server answered ' + answer.status + '.');
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/**
 * <live-part id="…" stream="/v1/…/stream" says="…">: a part of a page that is made again whenever the stream tells of
 * something. A part with the focus in it is left alone until the focus is gone. Says so to screen readers, once each time.
 */
class LivePart extends HTMLElement {
  #source;
  #timer;
  #position = 0;
  #shown = 0;

  connectedCallback() {
    this.#source = new EventSource(this.getAttribute('stream'));
    this.#source.onmessage = (event) => {
      this.#position = Math.max(this.#position, Number(event.lastEventId));
      this.#timer ??= setTimeout(() => this.#refresh(), LivePart.PAUSE_MILLIS);
    };
    this.addEventListener('focusout', () => this.#position > this.#shown && (this.#timer ??= setTimeout(() => this.#refresh(), 0)));
  }

  disconnectedCallback() {
    this.#source?.close();
    clearTimeout(this.#timer);
  }

  async #refresh() {
    this.#timer = undefined;
    if (this.contains(document.activeElement)) return;
    const position = this.#position;
    try {
      const fresh = (await load(location.href, { 'Daybook-Consistency': 'at-least=' + position })).getElementById(this.id);
      if (!fresh || this.contains(document.activeElement)) return;
      this.replaceChildren(...fresh.childNodes);
      this.#shown = position;
      say(this.getAttribute('says'));
    } catch {
      this.#timer = setTimeout(() => this.#refresh(), LivePart.RETRY_MILLIS);
    }
  }

  static PAUSE_MILLIS = 150;
  static RETRY_MILLIS = 2000;
}
customElements.define('live-part', LivePart);

/** To screen readers, politely; a change only. */
function say(words) {
  const region = document.getElementById('said');
  if (!region || !words) return;
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = words; });
}

/** <time-axes>: the fields of a form that name moments get sliders, and what they lead to is shown at once. */
class TimeAxes extends HTMLElement {
  #timer;

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
      const fresh = await load(url).catch(() => null);
      const part = fresh?.getElementById('then');
      if (part) document.getElementById('then').replaceChildren(...part.childNodes);
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
