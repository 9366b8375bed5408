package dev.carrack.cli;

import dev.carrack.core.MalformedException;
import dev.carrack.core.unixfs.Chunking;
import dev.carrack.core.unixfs.Preserve;
import dev.carrack.core.unixfs.Profile;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How content becomes blocks. */
final class LayoutOptions {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "What decides the CID: unixfs-v1-2025, unixfs-v0-2015, test-cid-v1, kubo-cid-v1,"
              + " helia-cid-v1, or tensor for the first cut by tensors; default: the first.")
  private String profile = Profile.UNIXFS_V1_2025.toString();

  @Option(
      names = "--chunking",
      paramLabel = "NAME",
      description =
          "Cut files otherwise: tensor for models, cdc for tables and text, 64k for random reads,"
              + " or cdc-16k to cdc-256k, fixed-N, fixed-Nk.")
  private @Nullable String chunking;

  @Option(
      names = "--preserve",
      paramLabel = "FACT",
      split = ",",
      description = "Keep also mode, mtime or both of files and directories; changes the CID.")
  private List<String> preserve = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  Set<Preserve> preserved() {
    return PreserveOption.facts(preserve);
  }

  Profile profile() {
    try {
      return chosen();
    } catch (MalformedException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Profile chosen() {
    Profile named = Profile.named(profile.equals("tensor") ? tensors() : profile);
    return chunking == null ? named : named.withChunking(chunking(chunking));
  }

  private static String tensors() {
    return Profile.UNIXFS_V1_2025.withChunking(Chunking.TENSORS).toString();
  }

  private static Chunking chunking(String name) {
    return switch (name) {
      case "tensor" -> Chunking.TENSORS;
      case "cdc" -> Chunking.contentDefined(256 << 10);
      case "64k" -> Chunking.RANDOM_ACCESS;
      default -> Chunking.named(name);
    };
  }
}
