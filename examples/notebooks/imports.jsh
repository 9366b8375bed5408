import dev.carrack.core.*;
import dev.carrack.core.provenance.*;
import dev.carrack.storage.*;
import dev.carrack.compute.*;
import dev.carrack.fvm.*;
import java.nio.file.*;
