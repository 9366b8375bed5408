package dev.carrack.core.tensor;

import dev.carrack.core.Block;
import dev.carrack.core.Codec;
import dev.carrack.core.MemoryBlockStore;
import dev.carrack.core.unixfs.UnixFs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * Small model files as other tools write them (2026-11-22), zlib and base 64: safetensors 0.x and
 * gguf, onnx of PyPI.
 */
final class ModelFiles {

  private ModelFiles() {}

  /** Float32 "b" (2,3) = 0..5, float16 "a" (3) = 1, int64 "s" = 5; two notes. */
  static byte[] safetensors() {
    return inflate(
        "eNq7wAAB1Urx8bmpJYkpiSWJ8fFKVtVKh1cqWSkd3hOTp6SjlJZflJtYAuTnFSjV6igVg+RTSioLUoFC"
            + "nmYmQBXFGYkgXnSsjhLYiPy0tOLUEqDCaAMdi1igniRkPW7GRkh6jHSMMbVZ6BgbgfQlougzNEPSh0WX"
            + "MdAsoHW1CqwMyKDBHkg4ABEQNwDxAgcGGxAEACHQRhQ=");
  }

  /** Every metadata type; float32 "big" (2,32), Q8_0 "q" (2,32). */
  static byte[] gguf() {
    return inflate(
        "eNq11TFME1Ecx/HDKqKSyMDg4MDgwGBM+967d+8SEyox4uDAoImDAxVOaMCKbUkwcejo6KhOjI6OunVk"
            + "dHBwZDQOxlFjYv0d9N6XEB298O39793LfcIllKWle7dqSZKcSo6Oi+Pz7Pi8XnSKbmvrWqu7utHuF6v9"
            + "nW4xpfXT4/v9otefPrG303p8uGdivL5bPXwnlJ/71WU7lDt+16q7DV/eWflaLbQbvhw/scOaQ3d+81vc"
            + "Y80ZnX6NRqO4y7vz6IO407sLOv0cHR3V8iNrJg+H4UJc8q78ld68Lo8PcflZ0TtbPre6bnW753Qq+Wpp"
            + "Yvwmy+vJ6g092Sw6vXJn+U7WxqvVO+jX49SIk4mTjZOLUxonH6csTiFOeS0+uc7YYDSMltExpoyeMWMM"
            + "jGgGzaAZNINm0AyaQTNoBs2gWTSLZtEsmkWzaBbNolk0i+bQHJpDc2gOzaE5NIfm0BxaipaipWgpWoqW"
            + "oqVoKVqKlqJ5NI/m0TyaR/NoHs2jeTSPlqFlaBlahpahZWgZWoaWoWVoAS2gBbSAFtACWkALaAEtoOVo"
            + "OVqOlqPlaDlajpaj5Wh51B6218s/+bkTXyzHj+qL+OnfNk4d3/GPY7Cgj6Z+1EDtqaE6UMmNJJlRc6qu"
            + "mmpZrahtNVAv1Ev1Su2pt+qdeq+Gal99VJ/VgfqivqsfKlnUfxs1pabVjJpVl9RlNaeuqHl1VdWVU0Fd"
            + "V011U91Wd9SyuqvuqwdqRa2pDbWltlVf7arni8l/Pv4Aoii3Mw==");
  }

  /** The same in big-endian order. */
  static byte[] ggufBig() {
    return inflate(
        "eNq11S9sFEEYBfC5XiktXAKiAoFAICoI6c3/SUjudkIoAoGABIHgKNv20nLA3l4CCQKJRAIKiUSCQyIR"
            + "CCSSIAgSQtLj7XV33tEEySSv8+306/ymK2Y3Nq5fEkK0xcFYqOcT9by6nY/yYrB3flBs7gzLfLOcFDnW"
            + "l+vfL5b5uKzrTtM7Gtyd72k9bDaf+Gr60DwOq8fWfv3YnnRttfrtVrMwnC209z+lDiUr8/vumkg9s6Uj"
            + "0+n0d+qyGtOxJ7WeOmfLx6cH41ezvDXbYKn3XqQ9t2adnd67F9V42Sw/yseYjqYNB0WBaaXim6XaW5h7"
            + "o0vlvd18NK47m3dyp3kH5XqquqmSqVKp0qkyqbKpcqnyqQrNqcruOssuS8lSsdQsDUvL0rH0LKlJapKa"
            + "pCapSWqSmqQmqUlqkpqipqgpaoqaoqaoKWqKmqKmqGlqmpqmpqlpapqapqapaWqamqFmqBlqhpqhZqgZ"
            + "aoaaoWaoWWqWmqVmqVlqlpqlZqlZapaao+aoOWqOmqPmqDlqjpqj5qh5ap6ap+apeWqemqfmqXlqnlqg"
            + "FqgFaoFaoBaoBWqBWqAWknZ7uD13cZ85dJHPj9aDfzQu/31VHh49XKV9zH386Ff1KwT3Zf+LEBnWs5MI"
            + "9svwb2foya4iuMWz+wj6s6fIM+Q5gr/NXiNvkLcI9snwRcg+Ip+Ras+vyA/kpxAR+8dFBGeMHQRWXEVO"
            + "IacRuPEsgk9CPIfgDBGvNOJVxQsIzhMvIpeRKwjOFq8hN5CbCM4ZcRvHHWQPwZkjvmgRH634WPz38Qfh"
            + "bLcz");
  }

  /** Initializers W (10,30) FLOAT raw, V (4) INT64 raw, F (2) FLOAT as numbers. */
  static byte[] onnx() {
    return inflate(
        "eNpN1Itr1WUYwPHnd1z520nzeLKyXDanpU6rVVbmdZ6Z6bJaZd6yXDZTy2zl0s28nLzOSzavSIiMiJAI"
            + "GSEhITEiQiJCIkJEYoSIRIiEiIhEH2NBD+/n/cLzBzxpmk8axxzNZnPZpDmftFSk0xoWLmta0tSSTxZV"
            + "Hi9Ns+nAXFJIZtV2lMa/U5zoq/Yo0k4nXcSkiBzlVFFNHfU0UqSVNg7QzmE6OEYnJzjJKbo4z0WuEIWI"
            + "ElJ6kaMf/SmjnCEMYyRVjGI046hmMlOZTh0zmM086mlgMUtppIlmVlNkPRvZTCvb2MFO2tjNXvZzgI85"
            + "yCHa+YRP+YzDfM4XHKGDLznKVxzja47zDZ18y3d8zwl+4Ed+4iQ/8wu/corTnOE3uvids5zjPH/wJxe4"
            + "yF9c4jJXuMo1/iZqIhIy9KCEG7iRnqSUkuUmetGbm+lDjr7kuYV+3Mpt3E5/7uBOBlDGXQzkbsoZRAWD"
            + "GcI93MtQhjGcSkYwkvu4nweo4kEe4mFG8QiP8hijeZwxjGUc45nARKqZRIEaJvMEU3iSqUyjlqeYztM8"
            + "w7PU8RzP8wIzeJGZzGI2c5jLS8zjZV5hPvW8ygJeo4GFvM4iFrOEN3iTpbzFMt6mkXd4l+U08R4rWEkz"
            + "LazifVazhrWso1gTReIDJdYrsUGJjUpsUmKzEluUaFViqxLblNiuxA4lPlRipxIfKdGmxC4ldiuxR4m9"
            + "SuzTfTWVw9OSXM9CMrO2PLon6W6muz26W9k3zeSSivS/81ZIpsztc/0iZrNpmuRLspk0WWDR8v9FIZMr"
            + "+wdGZui9");
  }

  /** The same with W and V in the file w.bin. */
  static byte[] onnxExternal() {
    return inflate(
        "eNrj4BBiLLA6zMglwMVYIcRYqcThmZKaV5JZUinEmK5lzcHFISfA6MQYniXIxZGTn5xYkpmfJ8RarpeU"
            + "mZfFzcWWn5ZWnFoixGiQxcfFlpOal16SIcRiaGRgUMCoZcXBIsDuxBiGTSsfXCtYdRYPXDeTsRFQryAH"
            + "kwCjEgcDQ4M9AwODgxOjWxQ/yIFcXBwcjEIsXEwcjElAgUpkAScmARkACwYpYQ==");
  }

  static SeekableByteChannel channel(byte[] bytes) {
    MemoryBlockStore store = new MemoryBlockStore();
    Block block = Block.of(Codec.RAW, bytes);
    store.put(block);
    return UnixFs.channel(store, block.cid());
  }

  static Optional<TensorHeader> read(byte[] bytes) {
    return TensorHeader.read(channel(bytes), "model");
  }

  private static byte[] inflate(String text) {
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
