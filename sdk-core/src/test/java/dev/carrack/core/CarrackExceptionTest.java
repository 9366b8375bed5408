package dev.carrack.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carrack.core.car.CarReader;
import dev.carrack.core.ipld.DagJson;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CarrackExceptionTest {

  @Test
  void anErrorInsideAnotherStillSaysWhatNextAndSaysItOnce() {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> Cid.parse("/ipfs/bafk"),
            () -> PeerId.parse("12D3"),
            () -> Multiaddr.parse("/ip4/300.1.1.1"),
            () -> Multiaddr.decode(new byte[] {4, 1}),
            () -> DagJson.decode("{\"/\":\"bafk\"}".getBytes(UTF_8)))) {
      CarrackException e = catchThrowableOfType(MalformedException.class, call);

      assertThat(e.remedy()).isNotEmpty();
      assertThat(e.problem()).doesNotContain(e.remedy());
      assertThat(e).hasMessage(e.problem() + "; " + e.remedy());
    }
  }

  @Test
  void whoReadsACarIsNotToldToEncodeItsHeader() {
    byte[] text = "import java.util.*;\n".repeat(9).getBytes(UTF_8);

    CarrackException e =
        catchThrowableOfType(
            MalformedException.class,
            () -> CarReader.read(new ByteArrayInputStream(text), "A.java"));

    assertThat(e)
        .hasMessageContaining("A.java at byte 0 has no CAR header")
        .hasMessageEndingWith("; fetch or export the CAR again")
        .hasMessageNotContaining("re-encode");
  }
}
