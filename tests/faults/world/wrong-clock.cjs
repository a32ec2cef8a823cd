// Loaded before a process's own code: the clock that JavaScript sees is WRONG_CLOCK_HOURS off. Timers and performance.now() are not touched.
'use strict';
const offset = Number(process.env.WRONG_CLOCK_HOURS) * 3_600_000;
const RightDate = Date;
const wrongNow = () => RightDate.now() + offset;
globalThis.Date = new Proxy(RightDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [wrongNow()] : given, newTarget),
  apply: () => new RightDate(wrongNow()).toString(),
  get: (target, name, receiver) => (name === 'now' ? wrongNow : Reflect.get(target, name, receiver)),
});
