// Four projects: `unit` needs nothing but Node; `envoy` starts real Envoys, agents and example programs on loopback;
// `browser` opens pages in Chromium; `terraform` runs Terraform and OpenTofu, as far as they are in the PATH.
const shared = {
  testEnvironment: "node",
  transform: { "\\.(ts|js|mjs)$": "<rootDir>/test/esbuild-transform.cjs" },
  // These packages ship ES modules only.
  transformIgnorePatterns: ["node_modules/(?!(@noble|@peculiar|@cdktn)/)"],
  extensionsToTreatAsEsm: [],
  // The one import.meta-free way for tests to find the repository: process.cwd(), which Jest sets to the root.
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  // As in tsconfig.json.
  moduleNameMapper: {
    "^meshwork/cdktf$": "<rootDir>/src/cdktf/index.ts",
    "^meshwork/cdktf/jest$": "<rootDir>/src/cdktf/jest.ts",
  },
};

export default {
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: [
        "/node_modules/",
        "<rootDir>/test/envoy/",
        "<rootDir>/test/browser/",
        "<rootDir>/test/terraform-live/",
      ],
    },
    { ...shared, displayName: "envoy", testMatch: ["<rootDir>/test/envoy/**/*.test.ts"] },
    { ...shared, displayName: "browser", testMatch: ["<rootDir>/test/browser/**/*.test.ts"] },
    { ...shared, displayName: "terraform", testMatch: ["<rootDir>/test/terraform-live/**/*.test.ts"] },
  ],
  testTimeout: 20_000,
};
