import { useEffect } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { pageLanguage } from '../../../shared/wiki/language.ts';
import { useApi, useCore } from '../../client/queries.ts';
import { useSettings } from '../../client/settings.ts';

/** What the text of a page is in, for the browser, screen readers and the speller. */
interface Writing {
  /** BCP 47; empty: not known. */
  readonly language: string;
  readonly isSpellchecked: boolean;
}

/** @param frontmatter of the page, with its fences */
export function useWriting(wiki: WikiId, frontmatter: string): Writing {
  const api = useApi();
  const { settings } = useSettings();
  const { data: summary } = useCore('wiki.summary', { wiki });
  const { data: capabilities } = useCore('app.capabilities', {});
  const language = pageLanguage(frontmatter, summary?.language ?? '') ?? '';
  const isDesktop = capabilities?.host === 'desktop';
  useEffect(() => {
    if (!isDesktop || language === '') return;
    // A speller that can't be had is no reason to say anything while somebody writes.
    api.request('app.setSpelling', { languages: [language] }).catch(() => undefined);
  }, [api, isDesktop, language]);
  return { language, isSpellchecked: settings?.spellcheck !== false };
}
