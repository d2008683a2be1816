import type { Exchange, Workload } from './workload.ts';

/** Two to six words each. */
export const SHORT_TEXTS = `
refund please
where is my parcel
card declined again
how do I reset it
great service
cancel my order today
the app keeps crashing
invoice is wrong
change delivery address
thank you very much
login does not work
need a new password
book a table for four
late flight to Madrid
cheap hotels near the beach
rain expected tomorrow
stock prices fell sharply
team wins the final match
new phone battery drains fast
how to cook rice
best running shoes
broken screen repair
open a savings account
mortgage rates this year
doctor appointment on Monday
sore throat and fever
learn to play guitar
concert tickets sold out
directions to the station
parking is too expensive
subscription renewed by mistake
speak to a human
wrong size delivered
gift card not accepted
update payment details
track my luggage
visa application status
internet is very slow
router keeps rebooting
electric bill doubled this month
solar panels for small roofs
train delayed by snow
translate this letter
garden needs watering
dog will not eat
cat sleeps all day
paint the kitchen blue
fix a leaking tap
homework about volcanoes
history of the Roman empire
prime minister resigns
election results tonight
museum opens at nine
vegan recipes for beginners
chocolate cake without eggs
coffee machine is leaking
price match guarantee
loyalty points are missing
unsubscribe me now
happy birthday grandma
meeting moved to Thursday
please call me back
strong wind and high tide
small boats stay ashore
`
  .trim()
  .split('\n');

/** Numbers of an embedding that are compared. */
const COMPARED = 4;
/** How much an answer may depend on its batch. */
const TOLERANCE = 2e-5;

/**
 * Requests for the embedding of one short text, each client starting at another one. An answer is known by the first
 * numbers of the embedding that `alone` gave for the same text.
 */
export async function shortTexts(alone: (body: string) => Promise<string>): Promise<Workload> {
  const exchanges: Exchange[] = [];
  for (const text of SHORT_TEXTS) {
    const body = JSON.stringify({ inputs: text });
    const expected = firstNumbers(await alone(body));
    exchanges.push({ body, isAnswer: (reply) => near(firstNumbers(reply), expected) });
  }
  return (client) => {
    const first = client % exchanges.length;
    return [...exchanges.slice(first), ...exchanges.slice(0, first)];
  };
}

/** Of `[[a,b,c,…]]`. */
function firstNumbers(reply: string): number[] {
  return reply
    .slice(2, 20 * COMPARED)
    .split(',', COMPARED)
    .map(Number);
}

function near(numbers: readonly number[], expected: readonly number[]): boolean {
  return expected.every((value, i) => Math.abs(value - (numbers[i] ?? Number.NaN)) <= TOLERANCE);
}
