/**
 * The output store on a shared folder. shared-folder.ts stores and finds, layout.ts says where, durable.ts makes it last. Another kind of
 * store is another implementation of the port beside this one.
 */
export { createOutputStore } from './shared-folder';
