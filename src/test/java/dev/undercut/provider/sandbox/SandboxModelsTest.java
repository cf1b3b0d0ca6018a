package dev.undercut.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.money.PricePerMtok;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxModelsTest {

    private final List<SandboxModel> family = SandboxModels.family();

    @Test
    void six_models_stand_on_a_scale_of_their_own() {
        assertThat(family).extracting(SandboxModel::ci).containsExactly(22, 32, 42, 52, 62, 72);
        assertThat(SandboxModel.SCALE).isEqualTo("sandbox");
    }

    @Test
    void nobody_can_take_one_for_a_real_model() {
        assertThat(family)
                .allSatisfy(model -> {
                    assertThat(model.id()).startsWith("sandbox-");
                    assertThat(model.name()).contains("simulated");
                });
    }

    @Test
    void stronger_is_dearer() {
        assertThat(family).extracting(m -> PricePerMtok.parse(m.output())).isSorted();
        assertThat(family).extracting(m -> PricePerMtok.parse(m.input())).isSorted();
        assertThat(family).extracting(SandboxModel::accuracy).isSorted();
        assertThat(family)
                .allMatch(m ->
                        PricePerMtok.parse(m.cachedInput()).compareTo(PricePerMtok.parse(m.input()))
                                < 0);
    }
}
