package dev.carrack.core;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/** One emoji a byte: base256emoji of the multibase table. */
final class EmojiText implements TextCodec {

  private static final int[] SYMBOLS =
      ("🚀🪐☄🛰🌌🌑🌒🌓🌔🌕🌖🌗🌘🌍🌏🌎🐉☀💻🖥💾💿😂❤😍🤣😊🙏💕😭😘👍"
              + "😅👏😁🔥🥰💔💖💙😢🤔😆🙄💪😉☺👌🤗💜😔😎😇🌹🤦🎉💞✌✨🤷😱😌🌸🙌"
              + "😋💗💚😏💛🙂💓🤩😄😀🖤😃💯🙈👇🎶😒🤭❣😜💋👀😪😑💥🙋😞😩😡🤪👊🥳"
              + "😥🤤👉💃😳✋😚😝😴🌟😬🙃🍀🌷😻😓⭐✅🥺🌈😈🤘💦✔😣🏃💐☹🎊💘😠☝"
              + "😕🌺🎂🌻😐🖕💝🙊😹🗣💫💀👑🎵🤞😛🔴😤🌼😫⚽🤙☕🏆🤫👈😮🙆🍻🍃🐶💁"
              + "😲🌿🧡🎁⚡🌞🎈❌✊👋😰🤨😶🤝🚶💰🍓💢🤟🙁🚨💨🤬✈🎀🍺🤓😙💟🌱😖👶"
              + "🥴▶➡❓💎💸⬇😨🌚🦋😷🕺⚠🙅😟😵👎🤲🤠🤧📌🔵💅🧐🐾🍒😗🤑🌊🤯🐷☎"
              + "💧😯💆👆🎤🙇🍑❄🌴💣🐸💌📍🥀🤢👅💡💩👐📸👻🤐🤮🎼🥵🚩🍎🍊👼💍📣🥂")
          .codePoints()
          .toArray();

  private final Map<Integer, Integer> values = new HashMap<>();

  EmojiText() {
    for (int i = 0; i < SYMBOLS.length; i++) {
      values.put(SYMBOLS[i], i);
    }
  }

  @Override
  public String encode(byte[] data) {
    StringBuilder out = new StringBuilder(2 * data.length);
    for (byte b : data) {
      out.appendCodePoint(SYMBOLS[b & 0xff]);
    }
    return out.toString();
  }

  @Override
  public byte[] decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      Integer value = values.get(text.codePointAt(i));
      if (value == null) {
        throw Alphabet.foreign(text, i, "base256emoji");
      }
      out.write(value);
    }
    return out.toByteArray();
  }
}
