// The arrows of the house: domain ← models, events, feed ← services ← resolvers, consumers, jobs ← entrypoints.
// Each arrow is a rule; its comment says what to do instead.

/** Our own folders, without those given. */
const FOLDERS = [
  'adapters', 'admin', 'bench', 'client', 'compile', 'consumers', 'deploy', 'domain', 'entrypoints', 'events', 'feed', 'gateway', 'jobs', 'local',
  'models', 'platform', 'reference-data', 'resolvers', 'schema', 'services', 'tests',
];
const allBut = (...allowed) => `^(${FOLDERS.filter((folder) => !allowed.includes(folder)).join('|')})/`;
const within = (...folders) => `^(${folders.join('|')})/`;
const outside = (...folders) => ({ pathNot: within(...folders) });

/** `folder` may import these folders of ours and itself, and nothing else. */
const layer = (folder, allowed, comment, to = {}) => ({
  name: `${folder}-knows-only-what-it-stands-on`,
  comment,
  severity: 'error',
  from: { path: within(folder) },
  to: { path: allBut(folder, ...allowed), ...to },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'Two files that need each other are one file, or lack a third one.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-import-resolves',
      comment: 'An import that leads nowhere fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    layer('domain', [], 'Rules know nothing of ours: hand in what they need.'),
    {
      name: 'domain-does-no-io',
      comment: 'Rules are pure: files, sockets and processes belong to adapters and platform.',
      severity: 'error',
      from: { path: within('domain') },
      to: { path: '^(node:)?(fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|cluster|readline)(/|$)' },
    },
    layer('platform', ['domain'], 'What every process stands on knows no stage of the work.'),
    layer('models', ['domain', 'platform'], 'Tables know the words of the domain and nothing above.'),
    layer('events', ['domain', 'models', 'platform'], 'Events and the outbox lie below the use cases.'),
    layer('feed', ['domain', 'models', 'events', 'platform'], 'The feed stands on status events, not on use cases.'),
    layer('services', ['domain', 'models', 'events', 'feed', 'platform'], 'A use case knows ports, never who calls it nor who implements them.'),
    {
      // emit.ts is a command that writes the whole schema down, and so needs the resolvers.
      ...layer('schema', ['domain'], 'The GraphQL types are shapes: what fills them is in resolvers.'),
      from: { path: within('schema'), pathNot: '^schema/emit\\.ts$' },
    },
    layer(
      'resolvers',
      ['schema', 'services', 'feed', 'events', 'models', 'domain', 'platform'],
      'Resolvers authorise, call one use case, and map; consumers, jobs and adapters are none of theirs.',
    ),
    layer('consumers', ['services', 'events', 'feed', 'models', 'domain', 'platform'], 'A consumer decodes and calls one service; it knows no other way in.'),
    layer('jobs', ['services', 'events', 'feed', 'models', 'domain', 'platform'], 'A job calls one service; it knows no other way in.'),
    layer(
      'gateway',
      ['resolvers', 'schema', 'services', 'feed', 'events', 'models', 'domain', 'platform'],
      'The server is handed its resolvers and ports; it makes no adapter.',
    ),
    layer('reference-data', ['domain', 'models', 'platform'], 'The Reference Data API is a service of its own: it may be replaced by a customer’s.'),
    layer('adapters', ['services', 'events', 'domain', 'platform'], 'An adapter knows the port that it implements; use cases call it, never the other way round.'),
    {
      name: 'adapters-implement-ports-only',
      comment: 'Of services and events an adapter takes the ports, not the use cases.',
      severity: 'error',
      from: { path: within('adapters') },
      to: { path: '^services/', pathNot: '^services/ports/' },
    },
    {
      name: 'only-entrypoints-choose-adapters',
      comment: 'Take the port as a parameter; an entrypoint hands in the adapter.',
      severity: 'error',
      from: outside('adapters', 'entrypoints', 'tests', 'bench'),
      to: { path: within('adapters') },
    },
    {
      name: 'adapters-stand-alone',
      comment: 'One adapter is replaced without touching another.',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: within('adapters'), pathNot: '^adapters/$1/' },
    },
    {
      name: 'nothing-stands-on-entrypoints',
      comment: 'An entrypoint is started, not imported.',
      severity: 'error',
      from: outside('entrypoints'),
      to: { path: within('entrypoints') },
    },
    {
      name: 'nothing-stands-on-tests',
      comment: 'What tests and product share belongs to the product.',
      severity: 'error',
      from: outside('tests'),
      to: { path: within('tests') },
    },
    {
      name: 'the-product-does-not-know-the-launcher',
      comment: 'local/ stands for what surrounds the system in production: only tests, benchmarks and the demo use it.',
      severity: 'error',
      from: { pathNot: '^(local|tests|bench|deploy)/|^client/demo/' },
      to: { path: within('local') },
    },
    layer('local', ['platform', 'domain', 'events', 'reference-data'], 'The launcher starts processes; it does not run use cases.'),
    {
      name: 'the-simulator-is-an-outside-system',
      comment: 'It speaks HTTP as the engine does: sharing our code would let both be wrong together.',
      severity: 'error',
      from: { path: '^local/simulator/' },
      to: { path: allBut(), pathNot: '^local/' },
    },
    {
      name: 'the-client-stands-alone',
      comment: 'It speaks the public contract and is given away without the server.',
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/demo/' },
      to: { path: allBut('client') },
    },
    {
      name: 'the-demo-uses-the-front-door',
      comment: 'Beside the client it takes the local issuer, what a local start wrote about itself, and the example documents.',
      severity: 'error',
      from: { path: '^client/demo/' },
      to: { path: allBut('client'), pathNot: '^(local/issuer|local/process|platform/config|reference-data/example-data)/' },
    },
    {
      name: 'only-the-kafka-adapter-knows-kafkajs',
      comment: 'Changing the Kafka client is a change to one folder: use the port in events/ports. A test may look at the cluster past us.',
      severity: 'error',
      from: { pathNot: '^(adapters/kafka|tests)/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'sql-stays-below',
      comment: 'SQL and Sequelize are met in models, services, feed, events and reference-data; others call a use case.',
      severity: 'error',
      from: outside('models', 'services', 'feed', 'events', 'reference-data', 'entrypoints', 'tests', 'bench', 'local'),
      to: { path: 'node_modules/(sequelize|pg|umzug)/' },
    },
    layer('admin', [], 'The screens speak the public contract, as anybody may: they share nothing with the server.'),
    {
      name: 'graphql-stays-above',
      comment: 'GraphQL ends at the resolvers: use cases speak the domain’s types.',
      severity: 'error',
      from: { path: within('domain', 'models', 'events', 'feed', 'services', 'consumers', 'jobs', 'adapters', 'reference-data', 'platform') },
      to: { path: 'node_modules/(graphql|type-graphql|graphql-ws|@apollo)/' },
    },
    {
      name: 'bullmq-stays-in-jobs',
      comment: 'Queues are the business of jobs; the gateway shows them.',
      severity: 'error',
      from: outside('jobs', 'gateway', 'entrypoints', 'tests'),
      to: { path: 'node_modules/bullmq/' },
    },
    {
      name: 'the-product-needs-no-development-packages',
      comment: 'A package that runs in production is a dependency, not a devDependency.',
      severity: 'error',
      from: { path: allBut('tests', 'bench', 'local', 'admin') },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.oms|admin/dist|admin/src/generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'], mainFields: ['main', 'types'] },
  },
};
