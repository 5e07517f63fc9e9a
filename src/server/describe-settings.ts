import type { ApiSetting } from "../client/api-types.ts";
import { toJsonValue } from "../config/json-value.ts";
import { textHider } from "../diagnostics/hide-texts.ts";
import type { EffectiveSetting } from "../evaluate/explain/effective-settings.ts";
import { hiddenValue } from "../language/sensitive.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** A service's settings, as the API tells of them: none of the mesh's sensitive values. */
export function describeSettings(
  settings: readonly EffectiveSetting[],
  secrets: ReadonlySet<string>,
): readonly ApiSetting[] {
  const hide = textHider({ texts: secrets, standIn: hiddenValue });
  return settings.map(({ of, setting, value, declaredAt }) => ({
    of,
    setting,
    ...(value !== undefined && { value: withoutSecrets(toJsonValue(value), hide) }),
    ...(declaredAt && { declared_at: declaredAt }),
  }));
}
