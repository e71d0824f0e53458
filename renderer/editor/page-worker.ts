import { createPageAnswerer, type PageRequest } from './page-answers.ts';

const answer = createPageAnswerer();

self.addEventListener('message', ({ data }: MessageEvent<PageRequest>) => {
  self.postMessage(answer(data));
});
