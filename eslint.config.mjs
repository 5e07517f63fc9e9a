import js from "@eslint/js";
import tseslint from "typescript-eslint";

const pure = [
  "src/diagnostics/**",
  "src/language/**",
  "src/config/**",
  "src/graph/**",
  "src/envoy/**",
  "src/compile.ts",
  "src/evaluate/**",
];
const outsideWorld =
  "Pure stages get time, chance and environment from their caller, so that the same input gives the same bytes.";

export default tseslint.config(
  { ignores: ["dist/", "src/**/gen/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.{mjs,cjs,js}"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        require: "readonly",
        module: "readonly",
        Buffer: "readonly",
        URL: "readonly",
        fetch: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        performance: "readonly",
      },
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "max-depth": ["error", 3],
      "max-lines": ["error", { max: 400 }],
      eqeqeq: "error",
    },
  },
  {
    files: pure,
    rules: {
      "no-restricted-globals": [
        "error",
        ...["process", "Buffer", "fetch", "setTimeout", "setInterval", "performance", "crypto"].map(
          (name) => ({ name, message: outsideWorld }),
        ),
      ],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: outsideWorld },
        { object: "Math", property: "random", message: outsideWorld },
      ],
    },
  },
  { files: ["test/**/*.ts", "bench/**/*.ts", "tools/**/*.ts"], rules: { "max-lines": "off" } },
);
