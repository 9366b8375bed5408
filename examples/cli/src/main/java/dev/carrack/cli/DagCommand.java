package dev.carrack.cli;

import picocli.CommandLine.Command;

/** {@code carrack dag}: IPLD values, without any store. */
@Command(
    name = "dag",
    synopsisSubcommandLabel = "COMMAND",
    description = "Write an IPLD value in another codec.",
    subcommands = DagConvertCommand.class)
final class DagCommand {}
