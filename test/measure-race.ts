import { createEnrolments } from '../services/enrolments/service.ts';
import { createTurns } from '../services/turns.ts';
import { COURSE, createWorld } from './support/world.ts';

const N = Number(process.argv[2] ?? 100),
  W = Number(process.argv[3] ?? 4);
const cpu = () => {
  const u = process.cpuUsage();
  return (u.user + u.system) / 1e6;
};
let at = Date.now(),
  c = cpu();
const lap = (name: string) => {
  console.log(name, 'wall', ((Date.now() - at) / 1000).toFixed(2), 'cpu', (cpu() - c).toFixed(2));
  at = Date.now();
  c = cpu();
};
const world = await createWorld();
lap('world');
const FEE = COURSE.feeRials;
const course = await world.course({ capacity: 5, seatsTaken: 4 });
const people = [];
for (let i = 0; i < N; i += 20)
  people.push(...(await Promise.all(Array.from({ length: 20 }, () => world.trainee({ balanceRials: FEE })))));
lap('people');
const cards = await Promise.all(people.map((who) => world.card(who, course)));
lap('cards');
let attempts = 0;
const inTransaction: typeof world.inTransaction = (work) =>
  world.inTransaction((t) => {
    attempts += 1;
    return work(t);
  });
const workers = Array.from({ length: W }, () =>
  createEnrolments({ ...world.enrolmentsDeps, inTransaction, inTurn: createTurns() }),
);
const times: number[] = [];
const start = Date.now();
const outcomes = await Promise.all(
  cards.map(async (card, i) => {
    const o = await workers[i % W]!.enrol(card);
    times.push(Date.now() - start);
    return o;
  }),
);
lap('race');
const t: Record<string, number> = {};
for (const { type } of outcomes) t[type] = (t[type] ?? 0) + 1;
console.log(t, { attempts, max: Math.max(...times) });
console.log((await world.audit.run()).findings);
lap('audit');
await world.close();
