import { createRequire } from 'node:module';

interface Example {
  readonly markdown: string;
  readonly number: number;
  readonly section: string;
}

const spec = createRequire(import.meta.url)('commonmark-spec') as { readonly tests: Example[] };

/** Every example of the CommonMark specification. (The package writes tabs as arrows.) */
export const specExamples = spec.tests.map((example) => ({
  ...example,
  markdown: example.markdown.replaceAll('→', '\t'),
}));
