// Jest's Node environment that shows, once for each failure, what the programs of the test have written.
const { TestEnvironment } = require("jest-environment-node");

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.programOutputs = new Set();
  }

  handleTestEvent({ name }) {
    if (name !== "test_fn_failure" && name !== "hook_failure") return;
    for (const output of this.global.programOutputs) process.stderr.write(`${output()}\n`);
  }
};
