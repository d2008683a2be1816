import { reasonInWords, showSplit } from './bars.js';
import { byId, setText } from './element.js';
import { duration, words } from './format.js';

/** @import { EndpointAbout } from '../feed.ts' */

/** More of an answer than this is not shown. */
const SHOWN = 20_000;
const SHORT = 60;

/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** The form that sends a request, as a caller would, and what came back. */
export class Sender {
  #endpoint = '';
  /** @type {EndpointAbout | undefined} */
  #about;

  constructor() {
    byId('send').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    byId('send-reset').addEventListener('click', () => this.#fill());
    // A line more would be lost to those who send by keyboard alone.
    byId('send-body').addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.#send();
    });
  }

  /**
   * @param {string} endpoint
   * @param {EndpointAbout} about
   */
  to(endpoint, about) {
    if (endpoint === this.#endpoint) return;
    this.#endpoint = endpoint;
    this.#about = about;
    setText(byId('send-to'), endpoint);
    this.#fill();
  }

  #fill() {
    const sample = this.#about?.sample ?? null;
    input('send-body').value = sample === null ? '{}' : pretty(sample.body);
    input('send-type').value = sample?.contentType ?? 'application/json';
    setText(
      byId('send-hint'),
      sample === null
        ? `What the model takes is not known to the codec ${this.#about?.codec ?? ''}. Ctrl+Enter sends.`
        : `A sample of the contract ${this.#about?.codec ?? ''}. It goes to the model. Ctrl+Enter sends.`,
    );
  }

  async #send() {
    const button = input('send-go');
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    const started = performance.now();
    tell('Sent; waiting for the answer.', false);
    try {
      const reply = await fetch(`console/endpoints/${encodeURIComponent(this.#endpoint)}/invocations`, {
        method: 'POST',
        headers: headers(),
        body: input('send-body').value,
      });
      const text = await reply.text();
      show(reply, text, performance.now() - started);
    } catch {
      tell('No answer: the gateway cannot be reached.', true);
    } finally {
      button.removeAttribute('aria-disabled');
    }
  }
}

function headers() {
  const wait = input('send-wait').value.trim();
  const deadline = input('send-deadline').value.trim();
  return {
    'content-type': input('send-type').value.trim() || 'application/json',
    accept: '*/*',
    'x-tidegate-console': '1',
    ...(wait === '' ? {} : { 'x-tidegate-max-wait-ms': wait }),
    ...(deadline === '' ? {} : { 'x-tidegate-timeout-ms': deadline }),
  };
}

/**
 * @param {Response} reply
 * @param {string} text
 * @param {number} tookMs
 */
function show(reply, text, tookMs) {
  const timing = reply.headers.get('server-timing') ?? '';
  const [queueMs, upstreamMs] = [/queue;dur=([\d.]+)/, /upstream;dur=([\d.]+)/].map((each) =>
    Number(each.exec(timing)?.[1] ?? Number.NaN),
  );
  const [, size, reason] = /size=(\d+) reason=(\w+)/.exec(timing) ?? [];
  const company =
    size === undefined ? '' : ` · a call of ${size} ${size === '1' ? 'item' : 'items'}: ${reasonInWords(reason ?? '')}`;
  tell(`HTTP ${reply.status} after ${words(duration(tookMs))}${company}`, !reply.ok);
  const isTimed = queueMs !== undefined && upstreamMs !== undefined && !Number.isNaN(queueMs + upstreamMs) && upstreamMs > 0;
  showSplit(byId('answer-split'), isTimed ? [['Time', queueMs, upstreamMs]] : []);
  const whole = pretty(text);
  setText(
    byId('answer-body'),
    whole.length > SHOWN ? `${whole.slice(0, SHOWN)}\n… ${whole.length - SHOWN} more characters` : whole,
  );
}

/**
 * @param {string} text
 * @param {boolean} isBad
 */
function tell(text, isBad) {
  const status = byId('answer-status');
  status.classList.toggle('bad', isBad);
  setText(status, text);
}

/**
 * A sample laid out to be read and edited; a short one is as it is.
 * @param {string} text
 */
function pretty(text) {
  if (text.length <= SHORT) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
