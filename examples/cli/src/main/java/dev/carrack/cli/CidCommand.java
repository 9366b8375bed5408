package dev.carrack.cli;

import picocli.CommandLine.Command;

/** {@code carrack cid}: looks at content identifiers, without any store. */
@Command(
    name = "cid",
    synopsisSubcommandLabel = "COMMAND",
    description = "Take a CID apart, or write it another way.",
    subcommands = {CidInspectCommand.class, CidConvertCommand.class})
final class CidCommand {}
