import { readPage } from '../../shared/markdown/model/read-page.ts';
import { writePage } from '../../shared/markdown/model/write-page.ts';
import type { PageAnswer, PageRequest } from './page-work.ts';

self.addEventListener('message', ({ data }: MessageEvent<PageRequest>) => {
  const answer: PageAnswer =
    data.kind === 'read'
      ? { kind: 'read', id: data.id, page: readPage(data.text) }
      : { kind: 'write', id: data.id, written: writePage(data.page, data.blocks, data.options) };
  self.postMessage(answer);
});
