/** What starts can stop: started in order, stopped in reverse. */
export interface Service {
  readonly name: string;
  start?(): Promise<void> | void;
  stop?(): Promise<void> | void;
}
