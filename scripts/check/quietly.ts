const SPEECH = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'group', 'table'] as const;

function ignore(): void {
  // What a model left behind, a promise or a timer, is judged by what is stored.
}

/** Runs work while the shell's and the models' own talk, and promises that they forget, are nobody's business. */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const spoken = { ...console };

  process.on('unhandledRejection', ignore);
  process.on('uncaughtException', ignore);
  SPEECH.forEach((name) => { console[name] = ignore; });

  try {
    return await work();
  } finally {
    Object.assign(console, spoken);
    process.off('unhandledRejection', ignore);
    process.off('uncaughtException', ignore);
  }
}
