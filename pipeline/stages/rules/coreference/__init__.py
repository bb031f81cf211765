"""The model-free coreference stage: what grammar says of each mention, then names, nominals and pronouns linked."""

from onrecord.stages.rules.coreference.stage import Coreference, CoreferenceSettings

__all__ = ["Coreference", "CoreferenceSettings"]
