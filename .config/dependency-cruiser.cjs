/** Who may import whom: the rooms of the house. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(shared|electron|renderer|tests)/', pathNot: allowed },
});
const home = (library, room) => ({
  name: `${library.replace(/\W+/g, '-')}-lives-in-${room.replace(/\W+/g, '-')}`,
  severity: 'error',
  from: { path: '^(shared|electron|renderer)/', pathNot: `^(${room})/` },
  to: { path: `^node_modules/(${library})` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(shared|electron|renderer)/',
        pathNot: '\\.d\\.ts$|tsconfig|sample-wiki|launch/|diagram/frame/',
      },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?|^virtual:' },
    },
    only('shared-alone', '^shared/', '^shared/'),
    only('renderer-shared', '^renderer/', '^(renderer|shared)/'),
    only('git-shared', '^electron/git/', '^(electron/git|shared)/'),
    only('storage-shared', '^electron/storage/', '^(electron/storage|shared)/'),
    only('search-shared', '^electron/search/', '^(electron/search|shared)/'),
    only('core-rooms', '^electron/core/', '^(electron/(core|git|storage|search)|shared)/'),
    only('main-core', '^electron/main/', '^(electron/(main|core)|shared)/'),
    only('webhost-core', '^electron/webhost/', '^(electron/(webhost|core)|shared)/'),
    only('cli-core', '^electron/cli/', '^(electron/(cli|core)|shared)/'),
    only('preload-shared', '^electron/preload/', '^(electron/preload|shared)/'),
    only('launch-alone', '^electron/launch/', '^electron/launch/'),
    {
      name: 'launch-builtins',
      severity: 'error',
      from: { path: '^electron/launch/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'shared-no-node',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-apart',
      severity: 'error',
      from: { path: '^renderer/(page|search|history|sync|choices|settings|welcome|pages)/' },
      to: {
        path: '^renderer/(page|search|history|sync|choices|settings|welcome|pages)/',
        pathNot: '^renderer/$1/',
      },
    },
    {
      name: 'article-below-features',
      severity: 'error',
      from: { path: '^renderer/(article|client|find|ui|versions)/' },
      to: { path: '^renderer/(page|search|history|sync|choices|settings|welcome|pages|editor)/' },
    },
    home('isomorphic-git', 'electron/git'),
    home('minisearch', 'electron/search'),
    home('(lexical|@lexical)/', 'renderer/editor'),
    home('(radix-ui|@radix-ui|cmdk|lucide-react|@floating-ui)/', 'renderer/ui'),
    home('electron/', 'electron/main|electron/preload'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/|sample-wiki' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
