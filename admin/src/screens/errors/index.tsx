export { ErrorsScreen } from './errors-screen';
export { RunScreen } from './runs/run-screen';
