// The rules as rules of json-rules-engine: what a rule finds becomes a fact for those that come after it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Engine } from "json-rules-engine";

const { rules, outputs, people } = JSON.parse(readFileSync(process.argv[2], "utf8"));

/** A condition: a test, a list of them, or the opposite of one. */
function condition(expr) {
  switch (expr.is) {
    case "word":
      return { fact: `q${expr.question}`, operator: "equal", value: expr.word };
    case "has":
      return { fact: `q${expr.question}`, operator: "contains", value: expr.word };
    case "between": {
      const fact = `q${expr.question}`;
      if (expr.least === expr.most) return { fact, operator: "equal", value: expr.least };
      const all = [{ fact, operator: "greaterThanInclusive", value: expr.least }];
      if (expr.most !== null) all.push({ fact, operator: "lessThanInclusive", value: expr.most });
      return all.length === 1 ? all[0] : { all };
    }
    case "step":
      return { fact: `s${expr.step}`, operator: "equal", value: true };
    case "not":
      switch (expr.of.is) {
        case "word":
          return { fact: `q${expr.of.question}`, operator: "notEqual", value: expr.of.word };
        case "has":
          return { fact: `q${expr.of.question}`, operator: "doesNotContain", value: expr.of.word };
        case "step":
          return { fact: `s${expr.of.step}`, operator: "notEqual", value: true };
        default:
          return { not: condition(expr.of) };
      }
    default:
      return { [expr.is]: expr.of.map(condition) };
  }
}

/** The outermost condition has to be a list. */
function conditions(expr) {
  const made = condition(expr);
  return "all" in made || "any" in made ? made : { all: [made] };
}

function named(expr, into) {
  if (expr.is === "step") into.add(expr.step);
  else if (expr.is === "not") named(expr.of, into);
  else if (expr.is === "sum") for (const [term] of expr.terms) named(term, into);
  else if ("of" in expr) for (const member of expr.of) named(member, into);
  return into;
}

// What does not hang on each other is decided together: that needs the fewest turns.
const levels = [];
for (const step of rules.steps) {
  const below = [...named(step, new Set())].map((other) => levels[other] + 1);
  levels.push(Math.max(0, ...below));
}
const most = Math.max(...levels) + 3;

const findings = new Engine([], { allowUndefinedFacts: true });
rules.steps.forEach((step, at) => {
  const priority = 2 * (most - levels[at]);
  const fact = `s${at}`;
  if (step.is !== "sum") {
    const onSuccess = (event, almanac) => almanac.addFact(fact, true);
    findings.addRule({ conditions: conditions(step), priority, onSuccess, event: { type: "step", params: { step: at } } });
    return;
  }
  step.terms.forEach(([term, weight]) => {
    const event = { type: "term", params: { sum: at, weight } };
    findings.addRule({ conditions: conditions(term), priority, event });
  });
  // What came together is looked at one turn later.
  findings.addRule({
    conditions: { all: [{ fact: `total${at}`, operator: "greaterThanInclusive", value: step.at_least }] },
    priority: priority - 1,
    onSuccess: (event, almanac) => almanac.addFact(fact, true),
    event: { type: "step", params: { step: at } },
  });
});
const totals = new Map();
rules.steps.forEach((step, at) => {
  if (step.is === "sum") findings.addFact(`total${at}`, () => totals.get(at) ?? 0, { cache: false });
});
findings.on("term", ({ sum, weight }) => totals.set(sum, (totals.get(sum) ?? 0) + weight));

function opposite(expr) {
  return expr.is === "not" ? expr.of : { is: "not", of: expr };
}

const evidence = new Engine([], { allowUndefinedFacts: true });
rules.points.forEach((points, place) => {
  for (const choice of points.sum) {
    choice.forEach(([expr, value], at) => {
      const earlier = choice.slice(0, at).map(([other]) => opposite(other));
      const all = [expr, ...earlier].map(condition);
      evidence.addRule({ conditions: { all }, event: { type: "points", params: { place, value } } });
    });
  }
});

const help = rules.help_only.step;
const read = new Set(outputs);

async function decide(facts) {
  totals.clear();
  const { events } = await findings.run(facts);
  const steps = [];
  const known = { ...facts };
  for (const { type, params } of events) {
    if (type !== "step") continue;
    known[`s${params.step}`] = true;
    if (read.has(params.step)) steps.push(params.step);
  }
  if (known[`s${help}`]) return { steps, points: null };
  const points = rules.points.map(() => 0);
  for (const { params } of (await evidence.run(known)).events) points[params.place] += params.value;
  return { steps, points };
}

const everybody = people.map((person) => Object.fromEntries(person.map((value, at) => [`q${at}`, value])));

async function verdicts() {
  const found = [];
  for (const person of everybody) found.push(await decide(person));
  return found;
}

async function measured(count) {
  const before = process.cpuUsage();
  for (let at = 0; at < count; at += 1) await decide(everybody[at % everybody.length]);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const { version } = createRequire(import.meta.url)("json-rules-engine/package.json");
say({ version });
for await (const line of createInterface({ input: process.stdin })) {
  const [what, count] = line.split(" ");
  say(what === "verdicts" ? await verdicts() : { seconds: await measured(Number(count)) });
}
