// Shows the book alive with nothing but the public API. The token stays in this tab.
'use strict';

const PAUSE_MILLIS = 2000;
const element = (id) => document.getElementById(id);
let token = takeToken();
let timer;
let head = -1;
const seen = new Set();

/** A token in the fragment never reaches a server or its logs; it is taken out of the address at once. */
function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    history.replaceState(null, '', location.pathname);
    sessionStorage.setItem('token', given);
  }
  return sessionStorage.getItem('token');
}

/** The answer, or null for what this token's roles may not see. */
async function get(path) {
  const answer = await fetch(path, { headers: { Authorization: 'Bearer ' + token } });
  if (answer.status === 403) return null;
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail || 'The service answered ' + answer.status + '.'), { status: answer.status });
  }
  return answer.json();
}

function row(cells, fresh) {
  const tr = document.createElement('tr');
  if (fresh) tr.className = 'fresh';
  for (const [text, style] of cells) {
    const td = document.createElement('td');
    td.textContent = text;
    if (style) td.className = style;
    tr.append(td);
  }
  return tr;
}

function fill(id, rows, nothing) {
  const columns = element(id).closest('table').tHead.rows[0].cells.length;
  if (!rows.length) {
    const tr = row([[nothing, 'empty']]);
    tr.cells[0].colSpan = columns;
    rows = [tr];
  }
  element(id).replaceChildren(...rows);
}

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const whole = new Intl.NumberFormat();

function when(text) {
  const at = new Date(text);
  return at.toDateString() === new Date().toDateString() ? time.format(at) : day.format(at);
}

function showTransactions(found) {
  if (!found) return fill('transactions', [], 'Your roles do not show transactions.');
  const first = seen.size === 0;
  fill('transactions', found.items.map((each) => {
    const fresh = !first && !seen.has(each.id);
    seen.add(each.id);
    const from = each.legs.filter((leg) => leg.amount.startsWith('-'));
    const to = each.legs.filter((leg) => !leg.amount.startsWith('-'));
    const name = (legs) => (legs.length === 1 ? legs[0].account : legs.length + ' accounts');
    const amount = to.length === 1 ? to[0].amount + ' ' + to[0].currency : each.legs.length + ' legs';
    return row([
      [when(each.recordedAt)],
      [(each.description || each.kind) + (each.status === 'reversed' ? ' (reversed)' : ''), 'words'],
      [name(from) + ' → ' + name(to), 'words'],
      [amount, 'number'],
    ], fresh);
  }), 'No transactions yet.');
}

function showAccounts(found) {
  if (!found) return fill('accounts', [], 'Your roles do not show accounts.');
  fill('accounts', found.items.map((each) => row([
    [each.id], [each.owner ? each.owner.name : '', 'words'], [each.status], [each.balance + ' ' + each.currency, 'number'],
  ])), 'No accounts yet.');
}

function showViews(found) {
  if (!found) return fill('views', [], 'Your roles do not show views.');
  fill('views', found.items.map((each) => row([
    [each.name], [each.error ? each.state + ': ' + each.error : each.state, 'words'], [whole.format(each.position), 'number'],
    [each.lagEvents ? whole.format(each.lagEvents) + ' events, ' + (each.lagMillis / 1000).toFixed(1) + ' s' : 'nothing', 'number'],
    [whole.format(each.parkedEntities), 'number'],
  ])), 'No views.');
}

function showBook(book) {
  element('book-name').textContent = book ? book.book : '–';
  element('book-head').textContent = book ? whole.format(book.head) : '–';
  const sums = book ? Object.entries(book.sum).map(([currency, sum]) => sum + ' ' + currency) : [];
  element('book-sum').textContent = sums.join(' · ') || '–';
}

function status(words, bad) {
  const line = element('status');
  line.classList.toggle('bad', Boolean(bad));
  if (line.textContent !== words) line.textContent = words; // said aloud only when it changes
}

async function refresh() {
  clearTimeout(timer);
  if (!token) return;
  if (!document.hidden) {
    try {
      const [book, views] = await Promise.all([get('/v1/book'), get('/v1/views')]);
      showBook(book);
      showViews(views);
      if (!book || book.head !== head) {
        const [accounts, transactions] = await Promise.all([
          get('/v1/accounts?limit=25'),
          get('/v1/transactions?limit=25&sort=-recordedAt'),
        ]);
        showAccounts(accounts);
        showTransactions(transactions);
        head = book ? book.head : -1;
      }
      open(true);
      status('Live');
    } catch (failure) {
      if (failure.status === 401) return signOut('This token is not valid, or no longer.');
      status('No answer; trying again', true);
    }
  }
  timer = setTimeout(refresh, PAUSE_MILLIS);
}

function open(signedIn) {
  element('book').hidden = !signedIn;
  element('sign-in').hidden = signedIn;
  element('sign-out').hidden = !signedIn;
}

function signOut(reason) {
  clearTimeout(timer);
  sessionStorage.removeItem('token');
  token = null;
  head = -1;
  seen.clear();
  open(false);
  status('Not signed in');
  element('sign-in-error').textContent = reason || '';
  element('token').focus();
}

element('sign-in-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token = element('token').value.trim();
  sessionStorage.setItem('token', token);
  element('token').value = '';
  element('sign-in-error').textContent = '';
  refresh().then(() => { if (token) element('main').focus(); });
});
element('sign-out').addEventListener('click', () => signOut());
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
refresh();
