package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResourceFileTest {

  private final ResourceFile page = ResourceFile.changing("/admin/refused.html", "text/html");

  @Test
  void placeholderIsReplacedByPlainText() {
    String html = page.fill(Map.of("{detail}", "send 'Bearer <token>' & \"wait\""));

    assertThat(html)
        .contains("send 'Bearer &lt;token>' &amp; &quot;wait&quot;")
        .doesNotContain("{detail}", "<token>");
  }

  @Test
  void fileThatIsNotInTheJarIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ResourceFile.read("/admin/absent.html"))
        .withMessageContaining("/admin/absent.html");
  }
}
