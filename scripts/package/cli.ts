import { Command } from 'commander';
import { addCheckCommand } from '../check/command';

/** The command line of the package. What needs this project's sources (a dashboard to serve, a cluster to build) is not in it. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('harvester-models').description('Which models of a Rancher UI extension lose data when they are saved.').showHelpAfterError()
    .addHelpText('after', '\nserve, demo, cluster and the others need the project\'s sources: run them in its checkout.');

  addCheckCommand(program);
  await program.parseAsync(argv);
}
