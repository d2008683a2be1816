import type { Gateway } from '../gateway/index.ts';

const BODY = '{"inputs":"I want to run a marathon in spring","parameters":{"candidate_labels":["health","finance","career"]}}';

/** What to try first; printed when the embedded demo is up. */
export function demoBanner({ url, adminUrl }: Pick<Gateway, 'url' | 'adminUrl'>): string {
  return `
Tidegate serves a demonstration model at ${url}. Try:

  curl -s ${url}/invocations -H 'content-type: application/json' -d '${BODY}'

Live page        ${adminUrl}/console
API description  ${url}/docs
Metrics          ${adminUrl}/metrics
Stop with Ctrl-C. Your own models: tidegate serve -c FILE

`;
}
