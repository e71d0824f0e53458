import './properties.css';
import './property-controls.css';
import {
  type KeyboardEvent,
  type Ref,
  use,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import {
  fencesOf,
  isClosedOnce,
  unclosedFrontmatter,
} from '../../../shared/wiki/properties/fences.ts';
import { readProperties } from '../../../shared/wiki/properties/read-properties.ts';
import { useCommands } from '../../app/commands.ts';
import { Button } from '../../ui/Button.tsx';
import { ChevronRightIcon, PlusIcon, WarningIcon } from '../../ui/icons.ts';
import type { PropertiesView } from '../find/rich-find.ts';
import { AddProperty } from './AddProperty.tsx';
import { knownProperty } from './known-properties.ts';
import { type Pending, PropertiesLookContext } from './properties-look.ts';
import { PropertiesSource, problemWords } from './PropertiesSource.tsx';
import { PropertyRow, type ShownProperty } from './PropertyRow.tsx';
import { useFrontmatter } from './use-frontmatter.ts';

const maxNames = 6;

/**
 * The page's properties above its text: one line until it is opened, then a row for each, or their
 * YAML. What YAML can't be read stays as it is, with the line that is to blame.
 */
export function PropertiesForm(props: {
  readonly ref: Ref<PropertiesView>;
  readonly wiki: WikiId;
  readonly page: PageModel;
  /** Told when they are shown in another way. */
  readonly onShown: () => void;
}) {
  const { onShown, page, ref, wiki } = props;
  const { eol } = page;
  const [unclosed] = useState(() => unclosedFrontmatter(page.text));
  const controls = useFrontmatter();
  const { frontmatter, endStep } = controls;
  const { yaml } = fencesOf(frontmatter);
  const read = readProperties(yaml);
  const isReadable = read.kind === 'properties' && isClosedOnce(frontmatter);
  const { look, onLook } = use(PropertiesLookContext);
  const [isReadableAtFirst] = useState(isReadable);
  const isOpen = look.isOpen ?? !isReadableAtFirst;
  const setOpen = (next: boolean) => onLook((before) => ({ ...before, isOpen: next }));
  const view = look.view ?? (isReadableAtFirst ? 'form' : 'source');
  const setView = (next: 'form' | 'source') => onLook((before) => ({ ...before, view: next }));
  const [isSourceAsked, setSourceAsked] = useState(false);
  const { pending } = look;
  const setPending = (next: readonly Pending[]) =>
    onLook((before) => ({ ...before, pending: next }));
  const [fresh, setFresh] = useState<string | null>(null);
  const section = useRef<HTMLElement>(null);
  const isSource = !isReadable || view === 'source';
  useImperativeHandle(ref, () => ({
    element: () => section.current,
    isSource: () => isSource,
    open: () => flushSync(() => setOpen(true)),
  }));
  const isDrawn = unclosed === null || frontmatter !== '';
  useLayoutEffect(() => {
    onShown();
    if (section.current === null) return undefined;
    const observer = new ResizeObserver(onShown);
    observer.observe(section.current);
    return () => observer.disconnect();
  }, [isDrawn, isOpen, isSource, onShown]);

  const written = read.kind === 'properties' ? read.properties : [];
  const kinds = new Map(pending.map(({ key, kind }) => [key, kind]));
  const shown: readonly ShownProperty[] = [
    ...written.map((property) => ({
      ...property,
      isPending: false,
      kind: kinds.get(property.key) ?? null,
    })),
    ...pending
      .filter(({ key }) => !written.some((property) => property.key === key))
      .map(({ key, kind }) => ({ key, kind, value: { kind: 'empty' as const }, isPending: true })),
  ];

  const open = () => {
    setOpen(true);
    requestAnimationFrame(() => {
      const inside = '.cp-properties-body :is(input, textarea, select, button)';
      section.current?.querySelector<HTMLElement>(inside)?.focus();
    });
  };
  useCommands([
    { id: 'page-properties', title: 'Properties of this page', shortcut: 'Mod+Alt+P', run: open },
  ]);
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isMod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isMod && !event.altKey && (key === 'z' || key === 'y')) {
      // Fields have a history of their own, which knows nothing of the page's.
      event.preventDefault();
      if (key === 'y' || event.shiftKey) controls.redo();
      else controls.undo();
    } else if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      endStep();
      controls.leave();
    }
  };
  const showSource = () => {
    setSourceAsked(true);
    setView('source');
  };
  if (!isDrawn) {
    return (
      <p className="cp-properties-problem">
        <WarningIcon aria-hidden size={14} />
        The properties that begin on line 1 are not closed, so they are text. In the markdown
        source, put a line of three dashes after line {unclosed.lastLine}.
      </p>
    );
  }
  const count = written.length;
  const isQuiet = frontmatter === '' && !isOpen;
  return (
    <section
      ref={section}
      className="cp-properties-form"
      aria-label="Properties of the page"
      onKeyDown={press}
      onBlur={endStep}
    >
      <div className="cp-properties-head">
        <button
          type="button"
          className="cp-properties-line"
          aria-expanded={isOpen}
          aria-keyshortcuts="Control+Alt+P"
          onClick={() => (isOpen ? setOpen(false) : open())}
        >
          {isQuiet ? (
            <PlusIcon aria-hidden size={14} />
          ) : (
            <ChevronRightIcon aria-hidden size={14} className="cp-properties-arrow" />
          )}
          {isQuiet ? 'Add properties' : countWords(count, isReadable)}
          {!isOpen && (
            <span className="cp-properties-keys">
              {written
                .slice(0, maxNames)
                .map(({ key }) => knownProperty(key)?.label ?? key)
                .join(' · ')}
            </span>
          )}
        </button>
        {isOpen && isReadable && (
          <Button
            variant="quiet"
            onClick={() => (view === 'source' ? setView('form') : showSource())}
          >
            {view === 'source' ? 'Show as a form' : 'Show the source'}
          </Button>
        )}
      </div>
      {!isReadable && !isOpen && read.kind === 'unreadable' && (
        <p className="cp-properties-problem">
          <WarningIcon aria-hidden size={14} /> {problemWords(read)}
        </p>
      )}
      {isOpen && (
        <div className="cp-properties-body">
          {isSource ? (
            <PropertiesSource controls={controls} eol={eol} isFocused={isSourceAsked} />
          ) : (
            <>
              {shown.map((property, index) => (
                <PropertyRow
                  key={property.key}
                  wiki={wiki}
                  property={property}
                  previous={shown[index - 1]?.key ?? null}
                  afterNext={written[index + 2]?.key ?? null}
                  isLast={index >= count - 1}
                  eol={eol}
                  isNew={fresh === property.key}
                  controls={controls}
                  onShowSource={showSource}
                  onRenamed={(key, to) => {
                    setPending(
                      pending.map((each) => (each.key === key ? { ...each, key: to } : each)),
                    );
                  }}
                  onGone={(key) => setPending(pending.filter((each) => each.key !== key))}
                />
              ))}
              <AddProperty
                taken={new Set(shown.map(({ key }) => key))}
                onAdd={(key, kind) => {
                  setPending([...pending, { key, kind }]);
                  setFresh(key);
                }}
              />
            </>
          )}
        </div>
      )}
      <div className="cp-properties-marks" aria-hidden />
    </section>
  );
}

function countWords(count: number, isReadable: boolean): string {
  if (!isReadable) return 'Properties, as source';
  if (count === 0) return 'Properties';
  return count === 1 ? 'One property' : `${count} properties`;
}
