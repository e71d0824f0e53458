/** Licences to choose from for a wiki, each said in one line. */
export const licences = [
  {
    value: 'CC-BY-SA-4.0',
    label: 'CC BY-SA 4.0',
    hint: 'Anyone may use and change it if they name the writers and share alike. Wikipedia’s licence.',
  },
  {
    value: 'CC-BY-4.0',
    label: 'CC BY 4.0',
    hint: 'Anyone may use and change it if they name the writers.',
  },
  {
    value: 'CC0-1.0',
    label: 'CC0 (public domain)',
    hint: 'Anyone may do anything with it; nobody has to be named.',
  },
  {
    value: 'GFDL-1.3-or-later',
    label: 'GNU FDL 1.3 or later',
    hint: 'A copyleft licence for manuals; allows parts that must not be changed.',
  },
  {
    value: '',
    label: 'None',
    hint: 'Nobody may use it without asking. For private notes.',
  },
] as const;

export type LicenceChoice = (typeof licences)[number]['value'];
