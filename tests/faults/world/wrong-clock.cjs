// Loaded before a process's own code: the clock that JavaScript sees is WRONG_CLOCK_HOURS off. Timers and performance.now() are not touched.
'use strict';
const offset = Number(process.env.WRONG_CLOCK_HOURS) * 3_600_000;
const RightDate = Date;
globalThis.Date = class Date extends RightDate {
  constructor(...given) {
    if (given.length === 0) super(RightDate.now() + offset);
    else super(...given);
  }
  static now() {
    return RightDate.now() + offset;
  }
};
