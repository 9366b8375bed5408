// The README's ten lines, in a lake below the working directory.
Files.writeString(Path.of("reviews.csv"), "stars,text\n5,good\n1,bad\n");
Files.writeString(Path.of("reviews2.csv"), "stars,text\n5,good\n1,bad\n4,fine\n");
var artifacts = Artifacts.open(Path.of("lake"));
var first = artifacts.put(Artifact.dataset("reviews").file(Path.of("reviews.csv")));
System.out.println(first.root());
var second = artifacts.put(Artifact.dataset("reviews").file(Path.of("reviews2.csv")).derivedFrom(first));
System.out.println(second.newBytes() + " of " + second.totalBytes() + " bytes were new");
artifacts.tag("reviews@1", "golden");
try (var in = artifacts.open("reviews@golden")) { in.transferTo(System.out); }
artifacts.close();
/exit
